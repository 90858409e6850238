"""Who lives in the cluster: doctors with plages, regulators, keepers, a manager of accounts, doctors at two editors."""

import json
import random
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.test import override_settings

from sas.actor import Actor, Role
from sas.rooms.accounts.models import User
from sas.rooms.accounts.queries import stamp_of
from sas.rooms.directory.models import Editor, Place, Professional
from sas.rooms.participation.models import ProfessionalSettings
from tests.factories import care

DOCTORS, DAYS, HOURS = 12, 2, range(9, 14)
PATIENTS, CROWDED = 20, 10
REGULATORS, KEEPERS, AT_EDITORS = 4, 2, 6
_FAST = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}


@dataclass(frozen=True)
class Keeper:
    """Whoever writes an agenda: a session and the agenda's place."""

    session: str
    place: int


@dataclass(frozen=True)
class Scene:
    """Sessions, and the plages that regulators fight over: addresses of their forms."""

    regulators: tuple[str, ...]
    keepers: tuple[Keeper, ...]
    manager: str
    crowded: tuple[str, ...]
    account: int


def prepare(editors: list[int], folder: Path) -> tuple[Scene, list[Path]]:
    """Write all that; returns who is there and what each editor works on."""
    now = datetime.now(UTC)
    with override_settings(**_FAST):
        territory = care.territory()
        places = [care.doctor_place() for _ in range(DOCTORS)]
        owners = [care.keeper(place) for place in places]
        crowded = [_fill(place, owner, now) for place, owner in zip(places, owners, strict=True)]
        regulators = [care.regulator(territory) for _ in range(REGULATORS)]
        manager = care.account(Role.GESTIONNAIRE_COMPTES, territories=(territory,))
        worlds = [_world(number, port, folder) for number, port in enumerate(editors)]
    keepers = tuple(Keeper(_session(owners[at]), places[at].id) for at in range(KEEPERS))
    scene = Scene(
        regulators=tuple(_session(one) for one in regulators),
        keepers=keepers,
        manager=_session(manager),
        crowded=tuple(address for address in crowded if address),
        account=regulators[0].user_id or 0,
    )
    return scene, worlds


def _fill(place: Place, owner: Actor, now: datetime) -> str:
    """Plages of the next days; of some doctors, a crowded one, whose form it returns."""
    chance = random.Random(place.id)
    for day in range(1, DAYS + 1):
        for hour in HOURS:
            about = {"day": now.date() + timedelta(days=day), "start": time(hour), "end": time(hour, 45), "now": now}
            care.published(place=place, owner=owner, patients=PATIENTS, **about)
    if chance.random() > 0.5:
        return ""
    last = now.date() + timedelta(days=DAYS)
    hours = {"start": time(7), "end": time(8)}
    slot = care.published(place=place, owner=owner, day=last, patients=CROWDED, now=now, **hours)
    return f"/sas/orienter/creneau/{slot}/{last}"


def _world(number: int, port: int, folder: Path) -> Path:
    """Doctors of one editor, whom it keeps open from morning to evening."""
    editor = Editor.objects.create(
        name=f"Éditeur {number}", base_url=f"http://127.0.0.1:{port}/fhir", hosts=[f"127.0.0.1:{port}"],
        end_to_end=True, per_minute=600, active=True,
    )  # fmt: skip
    people = []
    for _ in range(AT_EDITORS // 2):
        place = care.doctor_place()
        ProfessionalSettings.objects.filter(professional_id=place.professional_id).update(
            has_software=True, editor_slots_refused=False, editors=[editor.id]
        )
        people.append(_person(place))
    world = folder / f"editor-{number}.json"
    world.write_text(json.dumps({"professionals": people}))
    return world


def _person(place: Place) -> dict[str, Any]:
    doctor = Professional.objects.get(id=place.professional_id)
    where = {"name": "Cabinet", "line": place.address, "postal_code": place.postal_code, "city": "Rennes"}
    point = {"id": f"lieu-{place.id}", "per_day": 12, "first": "08:00", **where}
    return {"number": doctor.national_id, "family": "MARTIN", "given": "Claire", "points": [point]}


def _session(actor: Actor) -> str:
    session = SessionStore()
    session.update({"user_id": actor.user_id, "password_stamp": stamp_of(User.objects.get(id=actor.user_id).password)})
    session.create()
    return session.session_key or ""
