"""The three questions of the guide, and nothing else: a question that is put otherwise is refused with its reason."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl

from simulators.editor import fhir
from simulators.editor.fhir import Json
from simulators.editor.world import ZONE, Association, Point, Professional, Time, World, times

_IDENTIFIERS = {"Slot": "schedule.actor:Practitioner.identifier", "Schedule": "actor:Location.organization.identifier"}
_MOST = {"Slot": 25, "Schedule": 10}
_START = {"Slot": "start", "Schedule": "_has:Slot:schedule:start"}
_STATUS = {"Slot": "status", "Schedule": "_has:Slot:schedule:status"}
_INCLUDES = {"Slot:schedule", "Slot:service-type-reference", "Schedule:actor:Location"}
_ITERATED = {"Schedule:actor", "HealthcareService:organization", "Location:organization", "Location:Organization"}
_SYSTEMS = {"Slot": fhir.IDNPS, "Schedule": fhir.IDNST}


class BadQuestion(Exception):
    """Answered by status 400."""


@dataclass(frozen=True)
class Question:
    """What is asked, once read."""

    resource: str
    numbers: tuple[str, ...]
    start: datetime
    end: datetime
    includes: frozenset[str]
    count: int | None
    offset: int


def question(resource: str, query: str) -> Question:
    """The question of a query string. Raises BadQuestion."""
    told: dict[str, list[str]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        told.setdefault(name, []).append(value)
    identifiers, start, status = _IDENTIFIERS[resource], _START[resource], _STATUS[resource]
    known = {identifiers, start, status, "_include", "_include:iterate", "_revinclude", "_count", "_offset"}
    if unknown := set(told) - known:
        raise BadQuestion(f"unknown parameter {min(unknown)}")
    if told.get(status) != ["free"]:
        raise BadQuestion(f"{status} is free, once")
    numbers = _numbers(resource, told.get(identifiers, []))
    first, last = _window(told.get(start, []))
    return Question(
        resource,
        numbers,
        start=first,
        end=last,
        includes=_includes(told),
        count=int(told["_count"][0]) if "_count" in told else None,
        offset=int(told.get("_offset", ["0"])[0]),
    )


def _numbers(resource: str, told: Sequence[str]) -> tuple[str, ...]:
    listed = [one.strip() for value in told for one in value.split(",")]
    system = _SYSTEMS[resource]
    if not 1 <= len(listed) <= _MOST[resource]:
        raise BadQuestion(f"1 to {_MOST[resource]} identifiers")
    if any(not one.startswith(f"{system}|") for one in listed):
        raise BadQuestion(f"identifiers are of {system}")
    return tuple(one.removeprefix(f"{system}|") for one in listed)


def _window(told: Sequence[str]) -> tuple[datetime, datetime]:
    found = {value[:2]: _moment(value[2:]) for value in told}
    if len(told) != 2 or found.keys() != {"ge", "le"}:
        raise BadQuestion("start is asked twice, by ge and by le")
    return found["ge"], found["le"]


def _moment(word: str) -> datetime:
    """Any of the guide's spellings; a `+` that was not encoded arrives as a space, and no zone means here."""
    try:
        moment = datetime.fromisoformat(word.replace(" ", "+"))
    except ValueError:
        raise BadQuestion(f"no date-time: {word[:40]}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)


def _includes(told: dict[str, list[str]]) -> frozenset[str]:
    plain, iterated = set(told.get("_include", [])), set(told.get("_include:iterate", []))
    reverse = set(told.get("_revinclude", []))
    if plain - _INCLUDES or iterated - _ITERATED or reverse - {"Slot:schedule"}:
        raise BadQuestion("unknown inclusion")
    return frozenset(plain | iterated | {f"rev:{one}" for one in reverse})


@dataclass(frozen=True)
class Found:
    """What answers a question: the slots of this page, whether more follow, and the bundle."""

    slots: list[Time]
    following: int | None
    bundle: Json


def answer(asked: Question, *, world: World, now: datetime, about: "About") -> Found:
    """The searchset, everything included that was asked to be."""
    people: Sequence[Professional | Association]
    people = world.professionals if asked.resource == "Slot" else world.associations
    holders = [one for one in people if one.number in asked.numbers]
    everywhere = [(point, one) for one in holders for point in one.points]
    found = [one for point, _ in everywhere for one in times(point, now=now) if not about.is_taken(one.id)]
    found = [one for one in found if asked.start <= one.start <= asked.end]
    until = None if asked.count is None else asked.offset + asked.count
    page = found[asked.offset : until]
    following = until if until is not None and until < len(found) else None
    shown = [(point, one) for point, one in everywhere if any(slot.point is point for slot in page)]
    entries = [*_slots(page, asked, about), *_around(shown, asked), *_cpts(page, asked, world)]
    link = [{"relation": "self", "url": about.url}]
    made = _bundle(asked, [_entry(one, asked, about) for one in entries], link, total=len(found))
    return Found(page, following, made)


@dataclass(frozen=True)
class About:
    """What an answer takes from the server: its address, that of the question, those of agendas, what is taken."""

    base: str
    url: str
    agenda: Callable[[Point], str]
    is_taken: Callable[[str], bool]


def _slots(page: Iterable[Time], asked: Question, about: About) -> list[Json]:
    if asked.resource == "Schedule" and "rev:Slot:schedule" not in asked.includes:
        return []
    plain = f"{fhir.SHARED}/FrSlotAgregateur"
    sos, of_cpts = f"{fhir.GUIDE}/sas-sos-slot-aggregator", f"{fhir.GUIDE}/sas-cpts-slot-aggregator"

    def profile(one: Time) -> str:
        if asked.resource == "Schedule":
            return sos
        return of_cpts if "CPTS" in one.offer.labels else plain

    return [fhir.slot(one, profile=profile(one), agenda=about.agenda(one.point)) for one in page]


def _around(shown: Sequence[tuple[Point, Professional | Association]], asked: Question) -> list[Json]:
    made: list[Json] = []
    holders = {one.number: one for _, one in shown}
    if asked.resource == "Schedule" or "Slot:schedule" in asked.includes:
        made += [fhir.schedule(point, one) for point, one in shown]
    if "Schedule:actor" in asked.includes:
        made += [fhir.practitioner(one) for one in holders.values() if isinstance(one, Professional)]
        made += [fhir.role(point, one) for point, one in shown if isinstance(one, Professional)]
    if "Schedule:actor:Location" in asked.includes:
        made += [fhir.sos_location(point, one) for point, one in shown if isinstance(one, Association)]
    if asked.includes & {"Location:organization", "Location:Organization"}:
        made += [fhir.sos_organization(one) for one in holders.values() if isinstance(one, Association)]
    return made


def _cpts(page: Iterable[Time], asked: Question, world: World) -> list[Json]:
    if "Slot:service-type-reference" not in asked.includes:
        return []
    offered = dict.fromkeys(finess for one in page for finess in one.offer.cpts)
    made = [fhir.healthcare_service(finess) for finess in offered]
    if "HealthcareService:organization" in asked.includes:
        made += [fhir.cpts(finess, dict(world.cpts).get(finess, "CPTS")) for finess in offered]
    return made


def _entry(resource: Json, asked: Question, about: About) -> Json:
    mode = "match" if resource["resourceType"] == asked.resource else "include"
    address = f"{about.base}/{resource['resourceType']}/{resource['id']}"
    return {"fullUrl": address, "resource": resource, "search": {"mode": mode}}


def _bundle(asked: Question, entries: list[Json], link: list[Json], *, total: int) -> Json:
    kinds = {one["resource"]["resourceType"] for one in entries}
    profile = f"{fhir.SHARED}/BundleAgregateur"
    # The profiles of the two others want one resource of each kind: a bundle without cannot be of them.
    if asked.resource == "Schedule" and kinds:
        profile = f"{fhir.GUIDE}/sas-sos-bundle-aggregator"
    elif "HealthcareService" in kinds:
        profile = f"{fhir.GUIDE}/sas-cpts-bundle-aggregator"
    made: Json = {"resourceType": "Bundle", "id": "reponse", "meta": {"profile": [profile]}, "type": "searchset"}
    made |= {"total": total, "link": link}
    return made | ({"entry": entries} if entries else {})
