"""The plage and the regulators of benchmarks.concurrent_orientations, and what the database holds in the end."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.test import override_settings

from sas.actor import Actor
from sas.rooms.accounts.models import User
from sas.rooms.accounts.queries import stamp_of
from sas.rooms.availability.models import TakenPlaces
from sas.rooms.orientation.models import Orientation, OrientationRequest
from tests.factories import care


@dataclass(frozen=True)
class Kept:
    """The truth: what every key should have been told (303 recorded, 409 full), and since when (seconds)."""

    capacity: int
    orientations: int
    taken: int
    status: dict[str, int]
    at: dict[str, float]


def prepare(*, clients: int, capacity: int) -> tuple[str, list[str]]:
    """The plage of tomorrow and one session per regulator: the address of the form, the session keys."""
    now = datetime.now(UTC)
    # Nobody signs in by password here: two hundred slow hashes would show nothing.
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        territory, place = care.territory(), care.doctor_place()
        day = now.date() + timedelta(days=1)
        slot = care.published(place=place, owner=care.keeper(place), day=day, patients=capacity, now=now)
        sessions = [_session(care.regulator(territory)) for _ in range(clients)]
    return f"/sas/orienter/creneau/{slot}/{day}", sessions


def _session(actor: Actor) -> str:
    session = SessionStore()
    stamp = stamp_of(User.objects.get(id=actor.user_id).password)
    session.update({"user_id": actor.user_id, "password_stamp": stamp})
    session.create()
    return session.session_key or ""


def kept() -> Kept:
    """Read once every client was answered."""
    requests = {str(row.key): row for row in OrientationRequest.objects.all()}
    counter = TakenPlaces.objects.get()
    return Kept(
        capacity=counter.capacity,
        orientations=Orientation.objects.count(),
        taken=counter.taken,
        status={key: 303 if row.orientation_id else {"full": 409}.get(row.refusal, 0) for key, row in requests.items()},
        at={key: row.at.timestamp() for key, row in requests.items()},
    )
