"""From the query of a search to what is asked: the guide's own parameters, and no other (fhir-sas §4 to §6)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from sas.rooms.offer.queries import Asked
from sas.rooms.offer.rules import HORIZON
from sas.web.api.fhir import codes
from sas.web.api.fhir.kinds import CHOOSERS, CONTROLS, INCLUDES, KINDS, By
from sas.web.api.fhir.replies import Problem

MOST_VALUES, MOST_ENTRIES = 25, 1000
_PARIS = ZoneInfo("Europe/Paris")
_DATE = re.compile(
    r"(eq|ge|gt|le|lt)?(20\d\d-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)(Z|[+ -]\d\d:\d\d)?)?", re.ASCII
)
_ID = re.compile(r"([0-9]{1,18})(?:-([0-9]{8}))?", re.ASCII)
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Question:
    """A search: whose, within which bounds (both included), with which includes, which page.

    `ids`: of the resources wanted, None for all of those chosen. `free` False: a status was asked for that nothing has.
    `timed`: a Schedule is wanted only when one of its slots is within the bounds.
    """

    kind: str
    asked: Asked
    ids: frozenset[str] | None
    since: datetime
    until: datetime
    free: bool
    timed: bool
    includes: tuple[str, ...]
    iterated: tuple[str, ...]
    with_slots: bool
    count: int
    offset: int

    @property
    def with_cpts(self) -> bool:
        """The CPTS are told only to whoever asks for them: the slots of others are those of INT_R01."""
        asked = {*self.includes, *self.iterated}
        return "Slot:service-type-reference:" in asked or self.kind in {"HealthcareService", "Organization"}


def question_of(kind: str, query: str, *, now: datetime) -> Question:
    """Raises Problem 400 for a parameter that is not known, is said twice or wrongly, and when nobody is chosen."""
    given = parse_qsl(query, keep_blank_values=True, max_num_fields=60)
    known = KINDS[kind].parameters
    for name, _ in given:
        if name not in known and name not in CONTROLS:
            raise _wrong(
                f"Paramètre inconnu : {name[:60]}. /fhir/metadata donne ceux qui sont compris.", "not-supported"
            )
    told = {by: [value for name, value in given if known.get(name) is by] for by in By}
    if sum(bool(told[by]) for by in CHOOSERS) != 1:
        raise _wrong("Dites de qui, d'une seule façon : par exemple l'identifiant des professionnels.", "required")
    since, until = _bounds(told[By.START], now=now)
    chosen = _chosen(kind, told)
    return Question(
        kind=kind,
        asked=_asked(kind, told, ids=chosen),
        ids=chosen,
        since=since,
        until=until,
        free=all(value == "free" for value in told[By.STATUS]),
        timed=bool(told[By.START] or told[By.STATUS]),
        includes=_includes(given, {"_include"}),
        iterated=_includes(given, {"_include:iterate", "_include:recurse"}),
        with_slots=_revincluded(kind, given),
        count=_number(given, "_count", otherwise=MOST_ENTRIES),
        offset=_number(given, "_offset", otherwise=0),
    )


def reading_of(kind: str, number: str, *, now: datetime) -> Question:
    """The search of one resource by its id."""
    return question_of(kind, f"_id={number}", now=now)


def _wrong(said: str, code: str = "invalid") -> Problem:
    return Problem(400, said, code=code)


def _values(told: Iterable[str]) -> list[str]:
    """A comma means or; the parameter itself comes once."""
    given = list(told)
    if len(given) > 1:
        raise _wrong("Ce paramètre ne se répète pas : séparez les valeurs par des virgules.")
    values = [one.strip() for text in given for one in text.split(",")]
    if len(values) > MOST_VALUES:
        raise _wrong(f"{MOST_VALUES} valeurs au plus à la fois.", "too-costly")
    return values


def _tokens(told: Iterable[str], system: str) -> frozenset[str]:
    """Values of this system; without a system, it is meant."""
    pairs = [one.rpartition("|") for one in _values(told)]
    return frozenset(_prefixed(value, system) for named, _, value in pairs if named in {"", system} and value.isalnum())


def _prefixed(value: str, system: str) -> str:
    """With the digit that tells what number it is, when it was left out: 8 RPPS, 0 ADELI, 1 FINESS, 3 SIRET."""
    digits = {codes.PERSON: {11: "8", 9: "0"}, codes.STRUCTURE: {9: "1", 14: "3"}}.get(system, {})
    return digits.get(len(value), "") + value


def _chosen(kind: str, told: dict[By, list[str]]) -> frozenset[str] | None:
    if not told[By.ID]:
        return None
    return frozenset(one for one in _values(told[By.ID]) if _ID.fullmatch(one))


def _asked(kind: str, told: dict[By, list[str]], *, ids: frozenset[str] | None) -> Asked:
    schedules = [one.rpartition("/")[2] for one in _values(told[By.SCHEDULE])]
    places = {one for one in (*schedules, *_tokens(told[By.PLACE], codes.PLATFORM)) if _ID.fullmatch(one)}
    numbers = frozenset(int(one.partition("-")[0]) for one in ids or ())
    own = {"Practitioner": "professional_ids", "HealthcareService": "structure_ids", "Organization": "structure_ids"}
    by_id = {own.get(kind, "place_ids"): numbers} if kind != "Slot" else {}
    given = {"place_ids": frozenset(int(one) for one in places if "-" not in one)} | by_id
    return Asked(
        members=kind in {"HealthcareService", "Organization"},
        national_ids=_tokens(told[By.PERSON], codes.PERSON),
        numbers=frozenset(one[1:] for one in _tokens(told[By.STRUCTURE], codes.STRUCTURE)),
        **given,
    )


def _bounds(told: list[str], *, now: datetime) -> tuple[datetime, datetime]:
    """From now, for as long as agendas are shown, unless said otherwise; a date without zone is one of Paris."""
    since, until = now, now + HORIZON
    if len(told) > 2:
        raise _wrong("Deux bornes au plus : start=ge… et start=le…")
    for text in told:
        first, last, comparison = _moment(text)
        if comparison in {"ge", "gt", "eq"}:
            since = last if comparison == "gt" else first
        if comparison in {"le", "lt", "eq"}:
            until = first - _TICK if comparison == "lt" else last - _TICK
    return since, until


def _moment(text: str) -> tuple[datetime, datetime, str]:
    """The stretch that a date tells, its end excluded, and how it is compared. A `+` may have come as a space."""
    found = _DATE.fullmatch(text)
    try:
        if found:
            comparison, day, hour, zone = found.groups()
            at = datetime.fromisoformat(f"{day}T{hour or '00:00'}{(zone or '').replace(' ', '+')}")
            aware = at if at.tzinfo else at.replace(tzinfo=_PARIS)
            first = aware.astimezone(UTC)
            return first, first + (_TICK if hour else timedelta(days=1)), comparison or "eq"
    except ValueError:
        pass
    raise _wrong("Date attendue, par exemple start=ge2026-11-23T09:00:00.000%2B01:00.")


def _includes(given: list[tuple[str, str]], names: set[str]) -> tuple[str, ...]:
    """`Schedule:actor:Location` brings that type alone; the guide writes `Location:Organization` once."""
    known = {one.lower(): one for one in INCLUDES}
    found = []
    for value in (value for name, value in given if name in names):
        kind, name, only = (*value.split(":"), "", "")[:3]
        include = known.get(f"{kind}:{name}".lower())
        if include is None:
            raise _wrong(f"Inclusion inconnue : {value[:60]}.", "not-supported")
        found.append(f"{include}:{only}")
    return tuple(found)


def _revincluded(kind: str, given: list[tuple[str, str]]) -> bool:
    wanted = [value for name, value in given if name == "_revinclude"]
    if any(value not in KINDS[kind].revincludes for value in wanted):
        raise _wrong("Inclusion inconnue.", "not-supported")
    return bool(wanted)


def _number(given: list[tuple[str, str]], name: str, *, otherwise: int) -> int:
    told = [value for key, value in given if key == name]
    if not told:
        return otherwise
    if len(told) > 1 or not told[0].isdecimal() or len(told[0]) > 6:
        raise _wrong(f"Nombre attendu : {name}.")
    return min(int(told[0]), MOST_ENTRIES) if name == "_count" else int(told[0])
