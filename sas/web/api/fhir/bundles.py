"""A searchset: the page of what matches, then what the includes bring, found by following the references."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings

from sas.rooms.offer.queries import PublishedPlace
from sas.web.api.fhir import codes
from sas.web.api.fhir.questions import Question
from sas.web.api.fhir.resources import Resource, resources_of

Key = tuple[str, str]


def key_of(resource: Resource) -> Key:
    """Type and id."""
    return resource["resourceType"], resource["id"]


def known_from(places: Iterable[PublishedPlace], *, with_cpts: bool) -> dict[Key, Resource]:
    """Every resource that these places make, once each."""
    return {key_of(one): one for place in places for one in resources_of(place, with_cpts=with_cpts)}


def matches_in(known: Mapping[Key, Resource], question: Question) -> list[Resource]:
    """Those that are asked for: a number found more than was chosen when a structure has members."""
    if not question.free:
        return []
    busy = {one["schedule"]["reference"] for one in known.values() if one["resourceType"] == "Slot"}
    found = [one for (kind, _), one in known.items() if kind == question.kind and _is_wanted(one, question)]
    if question.kind == "Schedule" and question.timed:
        found = [one for one in found if f"Schedule/{one['id']}" in busy]
    return sorted(found, key=lambda one: (one.get("start", ""), int(one["id"].partition("-")[0]), one["id"]))


def _is_wanted(one: Resource, question: Question) -> bool:
    if question.ids is not None and one["id"] not in question.ids:
        return False
    numbers = {named["value"][1:] for named in one.get("identifier", ())}
    if question.kind in {"Organization", "HealthcareService"} and question.asked.numbers:
        return question.kind == "HealthcareService" or not numbers.isdisjoint(question.asked.numbers)
    return True


def searchset(question: Question, known: Mapping[Key, Resource], *, query: str) -> dict[str, Any]:
    """The Bundle of a page; nothing found is an empty one, with 200."""
    found = matches_in(known, question)
    page = found[question.offset : question.offset + question.count]
    entries = [_entry(one, "match") for one in page]
    entries += [_entry(one, "include") for one in _included(page, known, question)]
    bundle = {
        "resourceType": "Bundle",
        "meta": {"profile": [codes.BUNDLE]},
        "type": "searchset",
        "total": len(found),
        "link": _links(question, query=query, total=len(found)),
    }
    return bundle | ({"entry": entries} if entries else {})


def _entry(one: Resource, mode: str) -> dict[str, Any]:
    address = "/".join(key_of(one))
    return {"fullUrl": f"{settings.PUBLIC_URL}/fhir/{address}", "resource": one, "search": {"mode": mode}}


def _links(question: Question, *, query: str, total: int) -> list[dict[str, str]]:
    """`self` is the question as it came; `next` only when there is more."""
    base = f"{settings.PUBLIC_URL}/fhir/{question.kind}"
    links = [{"relation": "self", "url": f"{base}?{query}" if query else base}]
    after = question.offset + question.count
    if question.count > 0 and after < total:
        kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name != "_offset"]
        links.append({"relation": "next", "url": f"{base}?{urlencode([*kept, ('_offset', after)])}"})
    return links


def _included(page: list[Resource], known: Mapping[Key, Resource], question: Question) -> list[Resource]:
    found: dict[Key, Resource] = {}
    matched = {key_of(one) for one in page}
    if question.with_slots:
        mine = {f"Schedule/{one['id']}" for one in page}
        slots = [one for one in known.values() if one["resourceType"] == "Slot"]
        found = {key_of(one): one for one in slots if one["schedule"]["reference"] in mine}
    fresh = [*page, *found.values()]
    wanted = (*question.includes, *question.iterated)
    while fresh:
        led_to = {key for one in fresh for key in _followed(one, wanted)}
        fresh = [known[key] for key in sorted(led_to) if key in known and key not in found and key not in matched]
        found |= {key_of(one): one for one in fresh}
        wanted = question.iterated
    return list(found.values())


def _followed(one: Resource, includes: Iterable[str]) -> Iterable[Key]:
    for include in includes:
        kind, name, only = include.split(":")
        if kind == one["resourceType"]:
            for reference in _references(one, name):
                to, _, number = reference.partition("/")
                if only in {"", to}:
                    yield to, number


def _references(one: Resource, name: str) -> list[str]:
    told = {
        "schedule": [one.get("schedule", {})],
        "service-type-reference": [
            to["valueReference"] for kind in one.get("serviceType", ()) for to in kind.get("extension", ())
        ],
        "actor": one.get("actor", []),
        "practitioner": [one.get("practitioner", {})],
        "organization": [one.get("managingOrganization", {}), one.get("providedBy", {})],
    }
    return [reference["reference"] for reference in told[name] if reference]
