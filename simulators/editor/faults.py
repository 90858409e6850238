"""What an editor can get wrong inside an answer that looks well; faults of the delivery stand in delivery.py."""

import copy
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from simulators.editor import fhir
from simulators.editor.fhir import Json

_MANY = 1_200
_NARRATIVE = '<div xmlns="http://www.w3.org/1999/xhtml"><p>Créneau <b>libre</b></p></div>'


def apply(name: str, bundle: Json, *, base: str) -> None:
    """Spoil a bundle in place; `base` is the address of the server. Nothing happens to one without entries."""
    if bundle.get("entry"):
        BUNDLE[name](bundle, base)


def _of(bundle: Json, kind: str) -> list[Json]:
    return [one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == kind]


def _add(bundle: Json, resource: Json) -> None:
    address = f"https://editeur.example/{resource['resourceType']}/{resource['id']}"
    bundle["entry"].append({"fullUrl": address, "resource": resource, "search": {"mode": "match"}})


def _one_more(bundle: Json, suffix: str, **changed: object) -> Json:
    made = copy.deepcopy(_of(bundle, "Slot")[0]) | changed
    made["id"] += suffix
    _add(bundle, made)
    return made


def _bad_slot(bundle: Json, base: str) -> None:
    _one_more(bundle, "-illisible", start="demain matin")


def _busy(bundle: Json, base: str) -> None:
    _one_more(bundle, "-pris", status="busy")


def _later(bundle: Json, base: str) -> None:
    start = datetime.fromisoformat(_of(bundle, "Slot")[0]["start"]) + timedelta(days=120)
    _one_more(bundle, "-lointain", start=fhir.instant(start), end=fhir.instant(start + timedelta(minutes=20)))


def _no_end(bundle: Json, base: str) -> None:
    del _one_more(bundle, "-sans-fin")["end"]


def _no_zone(bundle: Json, base: str) -> None:
    _one_more(bundle, "-sans-fuseau", start=_of(bundle, "Slot")[0]["start"][:23])


def _backwards(bundle: Json, base: str) -> None:
    first = _of(bundle, "Slot")[0]
    _one_more(bundle, "-a-l-envers", start=first["end"], end=first["start"])


def _others(bundle: Json, base: str) -> None:
    """Somebody who was not asked about, with all that belongs to him."""
    person = copy.deepcopy(_of(bundle, "Practitioner")[0]) | {"id": "autre"}
    person["identifier"][0]["value"] = "810999999999"
    role = copy.deepcopy(_of(bundle, "PractitionerRole")[0]) | {"id": "autre"}
    role["practitioner"] = {"reference": "Practitioner/autre"}
    actors = [{"reference": "Practitioner/autre"}, {"reference": "PractitionerRole/autre"}]
    schedule = copy.deepcopy(_of(bundle, "Schedule")[0]) | {"id": "autre", "actor": actors}
    for one in (person, role, schedule):
        _add(bundle, one)
    _one_more(bundle, "-autre", schedule={"reference": "Schedule/autre"})


def _no_schedule(bundle: Json, base: str) -> None:
    gone = _of(bundle, "Schedule")[0]
    bundle["entry"] = [one for one in bundle["entry"] if one["resource"] is not gone]


def _absolute(bundle: Json, base: str) -> None:
    for reference in _references(bundle["entry"]):
        if not reference["reference"].startswith("#"):
            reference["reference"] = f"{base}/{reference['reference']}"


def _references(part: object) -> Iterator[Json]:
    if isinstance(part, dict):
        if isinstance(part.get("reference"), str):
            yield part
        for inner in part.values():
            yield from _references(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _references(inner)


def _no_mode(bundle: Json, base: str) -> None:
    for entry in bundle["entry"]:
        entry.pop("search", None)


def _wrong_total(bundle: Json, base: str) -> None:
    bundle["total"] = 9_999


def _unknown_label(bundle: Json, base: str) -> None:
    _one_more(bundle, "-prive")["meta"]["security"] = [{"system": fhir.LABELS, "code": "PRIVE"}]


def _unprefixed(bundle: Json, base: str) -> None:
    for one in (*_of(bundle, "Practitioner"), *_of(bundle, "Organization")):
        one["identifier"][0]["value"] = one["identifier"][0]["value"][1:]


def _javascript(bundle: Json, base: str) -> None:
    for one in _of(bundle, "Slot"):
        one["comment"] = "javascript:alert(document.cookie)"


def _thousand(bundle: Json, base: str) -> None:
    first = _of(bundle, "Slot")[0]
    start = datetime.fromisoformat(first["start"])
    for number in range(1, _MANY):
        moment = start + timedelta(seconds=number)
        _one_more(bundle, f"-{number}", start=fhir.instant(moment), end=fhir.instant(moment + timedelta(minutes=20)))


def _narrative(bundle: Json, base: str) -> None:
    for entry in bundle["entry"]:
        entry["resource"]["text"] = {"status": "generated", "div": _NARRATIVE}


def _outcome_entry(bundle: Json, base: str) -> None:
    made = fhir.outcome("incomplete", "L'un des agendas n'a pas pu être lu")
    bundle["entry"].append({"resource": made, "search": {"mode": "outcome"}})


def _location_outside(bundle: Json, base: str) -> None:
    for role in _of(bundle, "PractitionerRole"):
        (inside,) = role.pop("contained")
        role["location"] = [{"reference": f"Location/{inside['id']}"}]
        _add(bundle, inside)


def _twice(bundle: Json, base: str) -> None:
    bundle["entry"] += copy.deepcopy([one for one in bundle["entry"] if one["resource"]["resourceType"] == "Slot"])


BUNDLE: dict[str, Callable[[Json, str], None]] = {
    "bad-slot": _bad_slot,
    "busy": _busy,
    "out-of-window": _later,
    "no-end": _no_end,
    "no-zone": _no_zone,
    "backwards": _backwards,
    "others": _others,
    "no-schedule": _no_schedule,
    "absolute": _absolute,
    "no-mode": _no_mode,
    "wrong-total": _wrong_total,
    "unknown-label": _unknown_label,
    "unprefixed": _unprefixed,
    "javascript": _javascript,
    "thousand": _thousand,
    "narrative": _narrative,
    "outcome-entry": _outcome_entry,
    "location-outside": _location_outside,
    "twice": _twice,
}
