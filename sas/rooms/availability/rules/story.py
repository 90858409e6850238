"""What the history of a place keeps of an agenda, and how it is told: hours and dates, no text, no name, no patient."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from sas.timetable.absence import Period
from sas.timetable.capacity import Slot
from sas.timetable.modality import Modality
from sas.timetable.plans import NewSlot

Fact = dict[str, Any]

_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_TOLD_EXCEPTIONS = 6


def slot_fact(slot: Slot | NewSlot) -> Fact:
    """A slot as it stands."""
    rule = slot.rule
    return {
        "what": "slot",
        "first_day": rule.first_day.isoformat(),
        "last_day": rule.last_day.isoformat() if rule.last_day else None,
        "weekly": rule.weekly,
        "start": f"{rule.start:%H:%M}",
        "end": f"{rule.end:%H:%M}",
        "patients": slot.patients,
        "modalities": int(slot.modalities),
        "cancelled": [day.isoformat() for day in sorted(rule.cancelled)],
        "holidays_off": bool(rule.suspended),
    }


def absence_fact(*, since: datetime | None, periods: Iterable[Period], zone: str) -> Fact:
    """The unavailabilities of a place; `since` on its wall."""
    return {
        "what": "absence",
        "since": f"{since:%Y-%m-%dT%H:%M%z}" if since else None,
        "zone": zone,
        "periods": [[period.first_day.isoformat(), period.last_day.isoformat()] for period in periods],
    }


def info_fact(text: str) -> Fact:
    """The additional information, by its length only: a text that must go is not kept here for ever."""
    return {"what": "info", "length": len(text)}


def told_fact(fact: Fact) -> Iterator[str]:
    """The lines that tell a fact on the screen; a slot that no longer takes place has none."""
    match fact["what"]:
        case "slot":
            yield from _told_slot(fact)
        case "absence":
            yield from _told_absence(fact)
        case _:
            yield f"{fact['length']} caractères" if fact["length"] else "Aucun texte"


def _told_slot(fact: Fact) -> Iterator[str]:
    first, cancelled = date.fromisoformat(fact["first_day"]), [date.fromisoformat(day) for day in fact["cancelled"]]
    last = date.fromisoformat(fact["last_day"]) if fact["last_day"] else None
    if last == first and first in cancelled:
        return
    start, end = (time.fromisoformat(fact[name]) for name in ("start", "end"))
    patients = fact["patients"]
    kind = "un créneau" if patients is None else f"une plage pour {patients} patient{'s' if patients > 1 else ''}"
    when = _days(first, last) if fact["weekly"] else f"{_WEEKDAYS[first.weekday()]} {first:%d/%m/%Y}"
    parts = [f"{when}, {start:%Hh%M} – {end:%Hh%M}", kind, Modality(fact["modalities"]).label]
    if fact["weekly"] and (without := [day for day in cancelled if day >= first and (last is None or day <= last)]):
        parts.append(_but(without))
    if fact["holidays_off"]:
        parts.append("suspendue les jours fériés")
    told = ", ".join(parts)
    yield told[0].upper() + told[1:]


def _days(first: date, last: date | None) -> str:
    return f"chaque {_WEEKDAYS[first.weekday()]} à partir du {first:%d/%m/%Y}" + (
        f" jusqu'au {last:%d/%m/%Y}" if last else ""
    )


def _but(days: list[date]) -> str:
    shown = ", ".join(f"{day:%d/%m/%Y}" for day in days[-_TOLD_EXCEPTIONS:])
    more = f" et {len(days) - _TOLD_EXCEPTIONS} dates plus tôt" if len(days) > _TOLD_EXCEPTIONS else ""
    return f"sauf le {shown}{more}"


def _told_absence(fact: Fact) -> Iterator[str]:
    if fact["since"]:
        since = datetime.fromisoformat(fact["since"])
        yield f"Indisponible pour une durée indéterminée depuis le {since:%d/%m/%Y} à {since:%Hh%M}"
    for first, last in fact["periods"]:
        yield f"Indisponible du {date.fromisoformat(first):%d/%m/%Y} au {date.fromisoformat(last):%d/%m/%Y}"
    if not fact["since"] and not fact["periods"]:
        yield "Aucune indisponibilité"
