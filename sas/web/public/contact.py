"""« Formulaire de contact »: everybody's, signed in or not (F-242 to F-244)."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sas.rooms.assistance import operations, queries
from sas.rooms.assistance.rules import own_page
from sas.rooms.directory import queries as directory
from sas.web.kit.access import command, page
from sas.web.kit.attempts import tried
from sas.web.kit.origin import network_address
from sas.web.kit.replies import SeeOther
from sas.web.public.forms_contact import ContactForm, started


@page()
def contact_page(request: HttpRequest) -> HttpResponse:
    """What is known of whoever asks is there already, as is the page the form was opened from."""
    opened_from = own_page(request.GET.get("depuis", ""), host=request.get_host())
    known = queries.prefilled(actor=request.actor)
    start = started(known, topic=request.GET.get("objet", ""), page=opened_from)
    form = ContactForm(territories=directory.territories(actor=request.actor), initial=start)
    return _drawn(request, form)


@command()
def send(request: HttpRequest) -> HttpResponse:
    """Keep it and send it to whoever answers; nothing typed is lost otherwise."""
    form = ContactForm(request.POST, request.FILES, territories=directory.territories(actor=request.actor))
    if form.is_valid():
        asked = {"asking": form.asking(), "files": form.given_files(), "network_address": network_address(request)}
        if number := tried(form, operations.ask_assistance, actor=request.actor, **asked, now=request.now):
            messages.success(request, f"Votre demande est envoyée. Son numéro : {number}.")
            return SeeOther("/aide/contact/envoye")
    return _drawn(request, form, status=422)


@page()
def sent(request: HttpRequest) -> HttpResponse:
    """What to expect."""
    return render(request, "public/contact_sent.html")


def _drawn(request: HttpRequest, form: ContactForm, *, status: int = 200) -> HttpResponse:
    kept = {"months": settings.ASSISTANCE_MONTHS, "days": settings.ASSISTANCE_FILE_DAYS}
    return render(request, "public/contact.html", {"form": form} | kept, status=status)
