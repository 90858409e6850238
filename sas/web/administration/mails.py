"""The mails of the platform and their state (F-267)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sas.actor import Role
from sas.errors import Impossible
from sas.rooms.outbox import operations, queries
from sas.rooms.outbox.enums import MailState
from sas.web.kit.access import Consulted, command, consultation
from sas.web.kit.attempts import page_number
from sas.web.kit.replies import SeeOther

WATCHERS = (Role.ADMINISTRATEUR_NATIONAL, Role.ADMINISTRATEUR)


@consultation(*WATCHERS)
def mail_list(request: HttpRequest) -> Consulted:
    """Newest first, by state."""
    asked = [MailState(word) for word in request.GET.getlist("etat") if word in MailState.values]
    found = queries.mails(actor=request.actor, states=asked, number=page_number(request))
    answer = render(request, "administration/mails.html", {"found": found, "asked": asked})
    return Consulted(answer, "mail", listed=[str(one.id) for one in found.mails])


@command(*WATCHERS)
def send_again(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Back in the box."""
    try:
        operations.send_again(actor=request.actor, mail_id=mail_id, now=request.now)
    except Impossible as problem:
        messages.error(request, problem.reason)
    else:
        messages.success(request, "Le courriel va être renvoyé.")
    return SeeOther("/administration/courriels")
