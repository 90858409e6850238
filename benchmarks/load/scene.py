"""Who takes part in the Monday morning, in the national directory: accounts, their places, editors and whom they feed.

Made once, used again; passwords are drawn anew for each run. What was left in agendas by an earlier run stays.
"""

import json
import os
import random
from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from benchmarks.search import Draws
from sas import changes
from sas.actor import Actor, Role
from sas.rooms.accounts.enums import Family, Means
from sas.rooms.accounts.models import User
from sas.rooms.accounts.operations import AccountDraft, accept_terms, create_account
from sas.rooms.accounts.queries import terms_to_accept
from sas.rooms.directory.models import Commune, Editor, Place, Territory
from sas.rooms.editors.models import EditorDay
from sas.rooms.extracts.models import Extract
from sas.rooms.orientation.models import OrientationRequest

REGULATORS, DOCTORS, MANAGERS, PAGES, EDITORS, FED_EACH = 60, 100, 2, 300, 8, 100
PEOPLE = REGULATORS + DOCTORS + MANAGERS + PAGES
SEARCHES = 40_000
_EDITOR = "Banc du lundi "
_DEPARTEMENTS = 4
"""Of each regulator's territory."""


@dataclass(frozen=True)
class Rates:
    """Acts a second, all persons together; exports more often than the two in fifteen minutes that are asked for."""

    searches: float = 20
    orientations: float = 5
    edits: float = 10
    exports: float = 1 / 30


def prepare(folder: Path, *, web: str, rates: Rates, warm_up: float) -> Path:
    """Everybody with an account, and the file that the generator reads; `warm_up` in seconds."""
    password, now = os.urandom(12).hex(), datetime.now(UTC)
    regulators = [
        _account(f"regulateur{n}", Role.REGULATEUR_OSNP, territory_ids=(_territory(n),)) for n in range(REGULATORS)
    ]
    doctors = [_doctor(place) for place in _places()]
    administrator = _account("administrateur", Role.ADMINISTRATEUR_NATIONAL)
    referent = _account("referent", Role.REFERENT_TERRITORIAL, territory_ids=(_territory(0),))
    users = [*regulators, *(user for user, _ in doctors), administrator, referent]
    _settle(users, password=password, now=now)
    scene = {
        "web": web,
        "told": str(folder / "told.json"),
        "password": password,
        "warm_up": warm_up,
        "rates": asdict(rates),
        "counts": {"regulators": REGULATORS, "doctors": DOCTORS, "managers": MANAGERS, "pages": PAGES},
        "regulators": [{"email": user.email} for user in regulators],
        "doctors": [{"email": user.email, "place": place} for user, place in doctors],
        "managers": [
            {"email": administrator.email, "asks": _asks("participation", part="national")},
            {"email": referent.email, "asks": _asks("orientations", part=str(_territory(0)))},
        ],
        "searches": _searches(now),
    }
    path = folder / "scene.json"
    path.write_text(json.dumps(scene))
    path.chmod(0o600)
    return path


def _searches(now: datetime) -> list[str]:
    """Addresses of result pages, others each day."""
    draws = Draws(random.Random(now.toordinal()))
    return [draws.any().path for _ in range(SEARCHES)]


def _asks(dataset: str, *, part: str) -> dict[str, str]:
    """The fields of the form of extracts: the month that ends today."""
    today = datetime.now(UTC).date()
    days = {"first_day": today.replace(day=1).isoformat(), "last_day": today.isoformat()}
    return {"dataset": dataset, "part": part, "file_format": "csv"} | days


def _territory(number: int) -> int:
    """Each holds some départements, in the order of their codes; the same for whoever has the same share of them."""
    codes = sorted(set(Commune.objects.values_list("departement_id", flat=True)))
    shares = [codes[at : at + _DEPARTEMENTS] for at in range(0, len(codes), _DEPARTEMENTS)]
    at = number % len(shares)
    made, is_new = Territory.objects.get_or_create(name=f"Banc du lundi {at}")
    if is_new:
        made.departements.set(shares[at])
    return made.id


def _places() -> list[Place]:
    """One place each, of doctors who keep their agenda here, all over the country."""
    return list(
        Place.objects.filter(professional__isnull=False, source_key__startswith="bench-").order_by("id")[:DOCTORS]
    )


def _doctor(place: Place) -> tuple[User, int]:
    named = f"effecteur{place.professional_id}"
    return _account(named, Role.EFFECTEUR, professional_id=place.professional_id), place.id


def _account(name: str, role: Role, **attached: Any) -> User:
    email = f"banc-lundi-{name}@sas.example"
    found = User.objects.filter(email=email).first()
    if found is None:
        draft = AccountDraft(email, "BANC", name, (role,), invited=False, **attached)
        made = create_account(actor=Actor.SYSTEM, draft=draft, now=datetime.now(UTC))
        found = User.objects.get(id=made)
        if number := terms_to_accept(actor=Actor.SYSTEM, user_id=made):
            accept_terms(actor=Actor(user_id=made), number=number, means=Means.PASSWORD, now=datetime.now(UTC))
    return found


def _settle(users: list[User], *, password: str, now: datetime) -> None:
    """One hash for all: each sign-in computes its own again. What an interrupted run left to prepare is given up."""
    ids = [user.id for user in users]
    Extract.objects.filter(author_id__in=ids).delete()
    User.objects.filter(id__in=ids).update(
        password=make_password(password), password_set_at=now, welcomed=Family.values
    )


def feed(addresses: list[str], *, per_minute: int) -> None:
    """The editors at these addresses; those who chose one of them are asked about from now on."""
    ids, shares = [], fed()
    for number, address in enumerate(addresses):
        about = {"base_url": f"{address}/fhir", "end_to_end": True, "hosts": [address.partition("//")[2]]}
        about |= {"per_minute": per_minute, "active": True}
        ids.append(Editor.objects.update_or_create(name=f"{_EDITOR}{number}", defaults=about)[0].id)
    with transaction.atomic(), connection.cursor() as cursor:
        for at, editor in enumerate(ids):
            cursor.execute(
                "update participation_professionalsettings set has_software = true, editor_slots_refused = false,"
                " editors = array[%s::bigint] where professional_id = any(%s)",
                [editor, [one.professional_id for one in shares[at]]],
            )
        changes.place_changed([place.id for share in shares.values() for place in share], now=datetime.now(UTC))


def fed() -> dict[int, list[Place]]:
    """Places by editor: every so many of the directory, those of the doctors above left out."""
    rows = Place.objects.filter(professional__isnull=False, source_key__startswith="bench-").order_by("id")
    ids = list(rows.values_list("id", flat=True)[DOCTORS:])
    step = max(1, len(ids) // (EDITORS * FED_EACH))
    shares: defaultdict[int, list[Place]] = defaultdict(list)
    for at, place in enumerate(Place.objects.filter(id__in=ids[::step]).select_related("professional").order_by("id")):
        shares[at % EDITORS].append(place)
    return dict(shares)


def asked_of_editors() -> dict[str, tuple[int, int]]:
    """Requests to each editor so far, and how many of them failed."""
    found: defaultdict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    names = dict(Editor.objects.filter(name__startswith=_EDITOR).values_list("id", "name"))
    for day in EditorDay.objects.filter(editor_id__in=names):
        asked, failed = found[names[day.editor_id]]
        found[names[day.editor_id]] = (asked + day.requests, failed + sum(day.failed.values()))
    return dict(found)


def acknowledged(since: datetime) -> tuple[int, int]:
    """Orientations recorded since then, and counters of places taken that are over their capacity."""
    recorded = OrientationRequest.objects.filter(at__gte=since, orientation__isnull=False).count()
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from availability_takenplaces where taken > capacity")
        (oversold,) = cursor.fetchone() or (0,)
    return recorded, oversold


def sizes() -> dict[str, int]:
    """Bytes of each table with its indexes, and of the whole database under the empty name."""
    with connection.cursor() as cursor:
        cursor.execute("select relname, pg_total_relation_size(oid) from pg_class where relkind = 'r'")
        tables = dict(cursor.fetchall())
        cursor.execute("select pg_database_size(current_database())")
        return tables | {"": (cursor.fetchone() or (0,))[0]}
