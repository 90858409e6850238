"""Search and read of availability, as the guide's consumers ask editors for it (fhir-sas §4 to §6)."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse

from sas.actor import Actor
from sas.rooms.availability import queries as availability
from sas.rooms.exchanges.queries import FhirCaller
from sas.rooms.offer import queries as offer
from sas.web.api.fhir.bundles import Key, known_from, searchset
from sas.web.api.fhir.door import Needs, interaction
from sas.web.api.fhir.questions import Question, question_of, reading_of
from sas.web.api.fhir.replies import Problem, resource
from sas.web.api.fhir.resources import Resource


@interaction("GET", "HEAD", needs=Needs.READS)
def search(request: HttpRequest, kind: str, *, caller: FhirCaller) -> HttpResponse:
    """A Bundle, empty when nobody is known or nothing is free."""
    query = request.META.get("QUERY_STRING", "")
    question = question_of(kind, query, now=request.now)
    return resource(searchset(question, _known(request, question), query=query))


@interaction("GET", "HEAD", needs=Needs.READS)
def read(request: HttpRequest, kind: str, fhir_id: str, *, caller: FhirCaller) -> HttpResponse:
    """One resource; a slot that was taken since is no longer there."""
    found = _known(request, reading_of(kind, fhir_id, now=request.now)).get((kind, fhir_id))
    if found is None:
        raise Problem(404, "Aucune ressource de cet identifiant n'est proposée en ce moment.")
    return resource(found)


def _known(request: HttpRequest, question: Question) -> dict[Key, Resource]:
    asked = question.asked
    if question.kind == "Slot" and question.ids:
        slots = [int(one.partition("-")[0]) for one in question.ids]
        places = [availability.place_of_slot(actor=Actor.NOBODY, slot_id=one) for one in slots]
        asked = replace(asked, place_ids=asked.place_ids | frozenset(one for one in places if one))
    bounds = {"since": question.since, "until": question.until, "now": request.now}
    places = offer.published(actor=Actor.NOBODY, asked=asked, **bounds)
    return known_from(places, with_cpts=question.with_cpts)
