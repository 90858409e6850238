"""Extracts in the state they came to, with the file of those that are ready."""

from datetime import date, datetime, timedelta
from typing import Any

from sas.actor import Role
from sas.adapters.storage import client as storage
from sas.rooms.accounts.models import User
from sas.rooms.extracts.enums import Dataset, ExtractState, FileFormat, Scope
from sas.rooms.extracts.models import Extract
from sas.rooms.extracts.rules import Asked

OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))
CONTENT = b"Nom;Commune\r\n"


def asked(**changed: Any) -> Asked:
    """October's orientations of the country, as CSV."""
    facts: dict[str, Any] = {
        "dataset": Dataset.ORIENTATIONS,
        "scope": Scope.NATIONAL,
        "file_format": FileFormat.CSV,
        "first_day": OCTOBER[0],
        "last_day": OCTOBER[1],
    }
    return Asked(**facts | changed)


def extract(author_id: int | None, *, now: datetime, **changed: Any) -> Extract:
    """The same, kept, waiting for its preparation unless said otherwise."""
    facts: dict[str, Any] = {
        "dataset": Dataset.ORIENTATIONS,
        "scope": Scope.NATIONAL,
        "file_format": FileFormat.CSV,
        "first_day": OCTOBER[0],
        "last_day": OCTOBER[1],
        "asked_at": now,
    }
    return Extract.objects.create(author_id=author_id, **facts | changed)


def ready(author_id: int | None, *, now: datetime, **changed: Any) -> Extract:
    """Prepared an hour ago: its file stands in the folder."""
    name = storage.drawn_name("csv")
    with storage.writing(name) as file:
        file.write(CONTENT)
    size, checksum = storage.size_and_checksum(name)
    facts: dict[str, Any] = {
        "state": ExtractState.READY,
        "file_name": name,
        "size": size,
        "checksum": checksum,
        "rows_done": 1,
        "expires_at": now + timedelta(hours=23),
    }
    return extract(author_id, now=now - timedelta(hours=1), **facts | changed)


def failed(author_id: int | None, *, now: datetime, **changed: Any) -> Extract:
    """Given up."""
    return extract(author_id, now=now, **{"state": ExtractState.FAILED, "problem": "broken"} | changed)


def part_of(user_id: int, territory_id: int) -> dict[str, Any]:
    """The part of the country that an account of a scene may extract: its structures, or the territory of the scene."""
    user = User.objects.filter(id=user_id).first()
    if user and Role.GESTIONNAIRE_STRUCTURE in user.roles:
        return {"scope": Scope.STRUCTURES}
    return {"scope": Scope.TERRITORY, "territory_id": territory_id}


def form(user_id: int, territory_id: int) -> dict[str, str]:
    """What the page sends."""
    part = part_of(user_id, territory_id)
    wanted = str(part.get("territory_id", Scope.STRUCTURES.value))
    days = {"first_day": f"{OCTOBER[0]}", "last_day": f"{OCTOBER[1]}"}
    return {"dataset": "orientations", "part": wanted, "file_format": "csv"} | days


def of_visitor(visitor: int, territory_id: int, *, now: datetime) -> dict[str, Any]:
    """Whose extract a scene shows, and about what."""
    return {"author_id": visitor or None, "now": now} | part_of(visitor, territory_id)
