"""The accounts of regulators at editors and their state (F-264)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sas.errors import Impossible
from sas.rooms.accounts import operations as accounts
from sas.rooms.accounts import queries as people
from sas.rooms.directory import queries as directory
from sas.rooms.exchanges import queries
from sas.rooms.exchanges.enums import AccountState
from sas.web.administration.mails import WATCHERS
from sas.web.kit.access import Consulted, command, consultation
from sas.web.kit.attempts import page_number, whole
from sas.web.kit.replies import SeeOther


@consultation(*WATCHERS)
def account_list(request: HttpRequest) -> Consulted:
    """Those changed last first, by state and by editor."""
    asked = [AccountState(word) for word in request.GET.getlist("etat") if word in AccountState.values]
    editor_id = whole(request.GET.get("editeur", ""), otherwise=0) or None
    found = queries.editor_accounts(actor=request.actor, states=asked, editor_id=editor_id, number=page_number(request))
    holders = frozenset(one.user_id for one in found.accounts)
    names = people.names_of(actor=request.actor, user_ids=holders)
    shown = {"found": found, "asked": asked, "editor_id": editor_id}
    shown["rows"] = [(one, names.get(one.user_id, "")) for one in found.accounts]
    shown["editors"] = directory.editor_states(actor=request.actor)
    answer = render(request, "administration/editor_accounts.html", shown)
    return Consulted(answer, "user", listed=[str(one) for one in sorted(holders)])


@command(*WATCHERS)
def send_again(request: HttpRequest, sent_id: int) -> HttpResponse:
    """Back in line."""
    try:
        accounts.send_regulator_again(actor=request.actor, account_id=sent_id, now=request.now)
    except Impossible as problem:
        messages.error(request, problem.reason)
    else:
        messages.success(request, "Le compte va être transmis de nouveau.")
    return SeeOther("/administration/editeurs/comptes")
