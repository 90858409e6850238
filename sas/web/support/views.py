"""The pages of support: Django's administration behind our door, read only, and traced (ADR 27)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sas.rooms.journal.enums import Reading
from sas.web.kit.access import Consulted, consultation, page
from sas.web.support.records import RECORDS, ROOMS
from sas.web.support.site import READER, support_site

_OF_A_LIST = {"q", "p"}


@page(READER)
def index(request: HttpRequest) -> HttpResponse:
    """What can be read, room by room."""
    rooms = [(name, [record for record in RECORDS if record.room == room]) for room, name in ROOMS.items()]
    facts = support_site.each_context(request) | {"title": "Support", "subtitle": None, "rooms": rooms}
    return render(request, "support/index.html", facts)


@consultation(READER)
def records(request: HttpRequest, label: str) -> Consulted:
    """The last ones, or those that a search finds."""
    _refuse_other_words(request, _OF_A_LIST)
    reader = support_site.reader(label)
    told = {"title": reader.record.many.capitalize(), "record": reader.record}
    answer = reader.changelist_view(request, extra_context=told)
    shown = [str(row.pk) for row in answer.context_data["cl"].result_list]
    return Consulted(answer.render(), label, listed=shown, reading=Reading.SUPPORT)


@consultation(READER)
def record(request: HttpRequest, label: str, key: str) -> Consulted:
    """Everything that is shown of one."""
    _refuse_other_words(request, set())
    reader = support_site.reader(label)
    told = {"title": f"{reader.record.one.capitalize()} {key}", "subtitle": None, "record": reader.record, "key": key}
    answer = reader.changeform_view(request, key, extra_context=told)
    return Consulted(answer.render(), label, str(answer.context_data["original"].pk), reading=Reading.SUPPORT)


def _refuse_other_words(request: HttpRequest, known: set[str]) -> None:
    """The administration knows words that choose columns, windows and orders: none of them passes."""
    if not known >= set(request.GET):
        raise Http404
