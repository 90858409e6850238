"""The trail, read by administrators: who did what, as what, for whom, from where, and what it changed (F-233)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import render

from sas.actor import ROLE_LABELS, Role
from sas.errors import Impossible
from sas.rooms.accounts import queries as accounts
from sas.rooms.accounts.queries import AccountFilters, PersonRow
from sas.rooms.journal import queries
from sas.rooms.journal.queries import TraceDetail, TracePage, TraceRow
from sas.rooms.journal.rules import ERASED
from sas.rooms.journal.rules.reading import READERS
from sas.web.administration import journal_form as forms
from sas.web.administration.journal_words import ACTS, FAMILIES, FIELDS, THINGS
from sas.web.kit.access import Consulted, consultation
from sas.web.kit.attempts import whole

LIST = "/administration/journal"
NOTHING = TracePage((), None)
MOST_PEOPLE = 10


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it is shown; `thing` empty: a table of the support pages."""

    row: TraceRow
    act: str
    by: str
    thing: str
    roles: str
    for_whom: str


@dataclass(frozen=True, slots=True)
class Value:
    """What one field held before and holds after; empty: it had none on that side."""

    field: str
    before: str
    after: str


@consultation(*READERS)
def trail(request: HttpRequest) -> Consulted:
    """Fifty entries, newest first, narrowed by what the address says; reading them leaves a trace."""
    form = forms.TrailForm(request.GET)
    found, people = _found(request, form)
    names = _names(request, found.rows)
    state = queries.trail_state(actor=request.actor, now=request.now)
    shown = {"form": form, "people": people, "state": state, "older": found.older}
    lines = [_line(row, names) for row in found.rows]
    answer = render(request, "administration/journal.html", {**shown, "lines": lines})
    return Consulted(answer, "journal", listed=[str(row.number) for row in found.rows])


@consultation(*READERS)
def entry(request: HttpRequest, trace_number: int) -> Consulted:
    """All that one entry says, with what it changed."""
    found = queries.trace(actor=request.actor, number=trace_number)
    if found is None:
        raise Http404
    line = _line(found.row, _names(request, [found.row]))
    shown = {"line": line, "found": found, "values": _values(found), "details": _details(found)}
    return Consulted(render(request, "administration/journal_entry.html", shown), "journal", str(trace_number))


def _found(request: HttpRequest, form: forms.TrailForm) -> tuple[TracePage, tuple[PersonRow, ...]]:
    """The page, and the people among whom a name does not choose."""
    if not form.read():
        return NOTHING, ()
    user_id, name = form.person()
    people = _people(request, name) if name else ()
    if name and len(people) != 1:
        form.add_error("personne", _WHO if people else _NOBODY)
        return NOTHING, people
    filters = form.filters(people[0].id if people else user_id)
    before = whole(request.GET.get("avant", ""), otherwise=0) or None
    try:
        return queries.traces(actor=request.actor, filters=filters, before=before), ()
    except Impossible as problem:
        form.add_error(forms.FIELDS.get(problem.field or ""), problem.reason)
        return NOTHING, ()


_NOBODY = "Aucun compte en service ne porte ce nom. Un compte supprimé se cherche par son numéro."
_WHO = "Plusieurs comptes portent ce nom : choisissez ci-dessous."


def _people(request: HttpRequest, name: str) -> tuple[PersonRow, ...]:
    return accounts.people(actor=request.actor, filters=AccountFilters(text=name)).people[:MOST_PEOPLE]


def _names(request: HttpRequest, rows: Any) -> Mapping[int, str]:
    return accounts.names_of(actor=request.actor, user_ids=frozenset(row.user_id for row in rows if row.user_id))


def _line(row: TraceRow, names: Mapping[int, str]) -> Line:
    by = f"{names.get(row.user_id, 'Compte')} (n° {row.user_id})" if row.user_id else "Plateforme, ou visiteur"
    return Line(
        row=row,
        act=ACTS.get(row.verb, row.verb),
        by=by,
        thing=THINGS.get(row.subject, ""),
        roles=", ".join(ROLE_LABELS[Role(role)] for role in row.roles),
        for_whom=_for_whom(row.for_whom),
    )


def _for_whom(told: str) -> str:
    family, _, number = told.partition(":")
    return f"{FAMILIES.get(family, family)} n° {number}" if told else ""


def _values(found: TraceDetail) -> list[Value]:
    names = dict.fromkeys([*found.before, *found.after])
    return [Value(FIELDS.get(name, name), _side(found.before, name), _side(found.after, name)) for name in names]


def _side(side: Mapping[str, Any], name: str) -> str:
    return _told(side[name]) if name in side else ""


def _told(value: Any) -> str:
    if value == ERASED:
        return "effacé"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "aucun"
    return "aucun" if value is None or value == "" else str(value)


def _details(found: TraceDetail) -> list[tuple[str, str]]:
    return [(name, _told(value)) for name, value in found.details.items()]
