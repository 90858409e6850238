"""One's own data, to be read and taken away (F-270, ADR 52)."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from sas.rooms.protection import operations
from sas.web.kit.access import EVERY_ROLE, command, page
from sas.web.public.own_data_file import SHOWN, Archive


@page(*EVERY_ROLE)
def own_data(request: HttpRequest) -> HttpResponse:
    """What the file holds, and what else one may ask for."""
    return render(request, "public/own_data.html")


@command(*EVERY_ROLE)
def take(request: HttpRequest) -> FileResponse:
    """The file, whole: it is on the disk before the first byte leaves, and its trace is written."""
    archive = Archive()
    operations.take_own_data(actor=request.actor, into=archive.add, now=request.now)
    shown = {"kinds": archive.kinds, "account": request.account, "now": request.now, "most": SHOWN}
    whole = archive.closed(render_to_string("public/own_data_file.html", shown))
    return FileResponse(whole, as_attachment=True, filename=f"mes-donnees-{request.now:%Y-%m-%d}.zip")
