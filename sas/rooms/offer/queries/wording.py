"""How cards and detail pages say numbers, distances and ages."""

from datetime import date, datetime
from math import ceil
from zoneinfo import ZoneInfo

from sas.rooms.directory.rules import spoken
from sas.rooms.offer.rules import clock

__all__ = ["PARIS", "short_date", "spoken", "told_age", "told_distance", "told_zone"]

PARIS = "Europe/Paris"
_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]


def short_date(day: date) -> str:
    """« lundi 23 nov. »."""
    return f"{_WEEKDAYS[day.weekday()]} {'1er' if day.day == 1 else day.day} {_MONTHS[day.month - 1]}"


def told_distance(metres: float | None) -> str:
    """Metres up to one kilometre, then kilometres, rounded up (sas-domain §1.12)."""
    if metres is None:
        return ""
    return f"à {ceil(metres)} m" if metres <= 1000 else f"à {ceil(metres / 1000)} km"


def told_age(*, agenda: datetime | None, listed: datetime | None, zone: str) -> str:
    """When the agenda last changed, or else the directory's page: each card says the age of what it shows."""
    if agenda is not None:
        local = agenda.astimezone(ZoneInfo(zone))
        return f"Agenda mis à jour le {local:%d/%m/%Y} à {clock(local)}"
    return f"Annuaire mis à jour le {listed.astimezone(ZoneInfo(zone)):%d/%m/%Y}" if listed else ""


def told_zone(zone: str) -> str:
    """What says that hours are not those of Paris, empty where they are."""
    return "" if zone == PARIS else f"Heures locales ({zone.rsplit('/', maxsplit=1)[-1].replace('_', ' ')})"
