"""The three questions of the guide, letter for letter: INT_R01, INT_R04 and SOS Médecins."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from urllib.parse import quote
from zoneinfo import ZoneInfo

from sas.adapters.editors.values import Asked, Endpoint, Kind

MOST = {Kind.PRACTITIONERS: 25, Kind.CPTS: 25, Kind.SOS: 10}
"""Identifiers in one request."""
PROFESSIONALS, STRUCTURES = "urn:oid:1.2.250.1.71.4.2.1", "urn:oid:1.2.250.1.71.4.2.2"

_HERE = ZoneInfo("Europe/Paris")
# A raw `+` reads as a space and breaks the zone, a raw `|` is refused by some; `:` and `,` are plain in a query.
_PLAIN = ":,"


def requests(kind: Kind, identifiers: Iterable[str], *, start: datetime, end: datetime) -> tuple[Asked, ...]:
    """As many requests as it takes to ask about everybody once, in the order given."""
    left, asked = iter(dict.fromkeys(identifiers)), list[Asked]()
    while some := tuple(islice(left, MOST[kind])):
        asked.append(Asked(kind, some, start, end))
    return tuple(asked)


def address(endpoint: Endpoint, asked: Asked) -> str:
    """The URL of one request. Raises ValueError when it asks about nobody, or about more than one request may."""
    if not 1 <= len(asked.identifiers) <= MOST[asked.kind]:
        raise ValueError(f"{len(asked.identifiers)} identifiers in one request")
    resource, pairs = _sos(asked) if asked.kind is Kind.SOS else _slots(asked)
    if endpoint.page_size is not None:
        pairs.append(("_count", str(endpoint.page_size)))
    query = "&".join(f"{quote(name, safe=_PLAIN)}={quote(value, safe=_PLAIN)}" for name, value in pairs)
    return f"{endpoint.base_url.rstrip('/')}/{resource}?{query}"


def instant(moment: datetime) -> str:
    """« 2026-11-23T15:00:00.000+01:00 », to the second: of the guide's spellings, the one without a guess."""
    return moment.astimezone(_HERE).replace(microsecond=0).isoformat(timespec="milliseconds")


def _slots(asked: Asked) -> tuple[str, list[tuple[str, str]]]:
    pairs = [
        ("start", f"ge{instant(asked.start)}"),
        ("start", f"le{instant(asked.end)}"),
        ("schedule.actor:Practitioner.identifier", _listed(PROFESSIONALS, asked)),
        ("status", "free"),
        ("_include", "Slot:schedule"),
        ("_include:iterate", "Schedule:actor"),
    ]
    if asked.kind is Kind.CPTS:
        pairs += [("_include", "Slot:service-type-reference"), ("_include:iterate", "HealthcareService:organization")]
    return "Slot", pairs


def _sos(asked: Asked) -> tuple[str, list[tuple[str, str]]]:
    return "Schedule", [
        ("_revinclude", "Slot:schedule"),
        ("_include", "Schedule:actor:Location"),
        ("_include:iterate", "Location:organization"),
        ("_has:Slot:schedule:start", f"ge{instant(asked.start)}"),
        ("_has:Slot:schedule:start", f"le{instant(asked.end)}"),
        ("_has:Slot:schedule:status", "free"),
        ("actor:Location.organization.identifier", _listed(STRUCTURES, asked)),
    ]


def _listed(system: str, asked: Asked) -> str:
    return ",".join(f"{system}|{value}" for value in asked.identifiers)
