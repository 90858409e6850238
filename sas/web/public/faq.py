"""The FAQ: the themes of whoever reads, a search among them, and the way to the contact form (F-240, F-241)."""

from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sas.rooms.help import queries
from sas.rooms.help.rules import LONGEST
from sas.rooms.texts.rules import may_write
from sas.web.kit.access import page
from sas.web.kit.replies import inside

CONTACT = "/aide/contact"


@page()
def faq(request: HttpRequest) -> HttpResponse:
    """The answers of a theme, open at one question, or those that hold the words that are looked for."""
    theme, key, text, reader = (request.GET.get(name, "") for name in ("theme", "question", "q", "lecteur"))
    came_from = urlsplit(inside(request.GET.get("depuis", ""), otherwise="")).path
    shown = {
        "found": queries.faq(actor=request.actor, theme=theme, key=key, text=text, reader=reader),
        "asked": key,
        "reader": reader if may_write(request.actor) is None else "",
        "searched": text[:LONGEST].strip(),
        "came_from": came_from,
        "contact_address": f"{CONTACT}?{urlencode({'depuis': came_from})}" if came_from else CONTACT,
    }
    return render(request, "public/faq.html", shown)
