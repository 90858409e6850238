"""After a restoration to an earlier instant, whoever was erased since is erased again (docs/backups.md)."""

from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.accounts import operations as accounts
from sas.rooms.accounts.models import User
from sas.rooms.journal import operations as journal
from sas.rooms.journal import queries as trail
from sas.rooms.journal.enums import PersonKind
from sas.rooms.journal.models import PersonKey
from sas.rooms.journal.rules import Change, Person
from sas.rooms.protection import operations
from tests.factories import care

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-270")]
SYSTEM = Actor.SYSTEM


def held(person: Person, now: datetime) -> None:
    """The trail holds something of them."""
    change = Change({"name": "Le Goff"}, {"name": "Le Bihan"}, about=person)
    journal.record_change(actor=SYSTEM, verb="tried", subject="house", now=now, change=change)


def test_the_list_names_whoever_was_erased_since_and_nobody_else(now: datetime) -> None:
    early, late = care.regulator(care.territory()), care.regulator(care.territory())
    doctor = Person(PersonKind.PROFESSIONAL, 7)
    held(doctor, now)
    accounts.close_account(actor=SYSTEM, user_id=early.user_id or 0, now=now - timedelta(hours=1))
    accounts.close_account(actor=SYSTEM, user_id=late.user_id or 0, now=now)
    journal.forget_alone(actor=SYSTEM, kind=doctor.kind, person_id=doctor.id, now=now)
    told = StringIO()
    call_command("erasures", "--since", now.isoformat(), stdout=told)
    assert told.getvalue().split() == [f"account:{late.user_id}", "professional:7"]


def test_they_are_erased_again_once(now: datetime, tmp_path: Path) -> None:
    somebody, other = care.regulator(care.territory()), care.regulator(care.territory())
    doctor = Person(PersonKind.PROFESSIONAL, 7)
    held(doctor, now)
    named = tmp_path / "erased.txt"
    # The last one was made after the instant to which the database went back.
    named.write_text(f"account:{somebody.user_id}\n\nprofessional:7\nuser:{other.user_id}\naccount:{10**9}\n")
    for done in (3, 0):
        told = StringIO()
        call_command("erasures", "--again", str(named), stdout=told)
        assert told.getvalue().strip() == f"Personnes lues : 4. Effacées de nouveau : {done}."
    assert User.objects.get(id=somebody.user_id).closed_at and not PersonKey.objects.exists()
    assert User.objects.get(id=other.user_id).closed_at is None


@pytest.mark.parametrize("line", ["12", "user:x", "patient:12", "user:12; drop"])
def test_a_line_that_names_nobody_stops_before_anything(line: str, now: datetime, tmp_path: Path) -> None:
    somebody = care.regulator(care.territory())
    named = tmp_path / "erased.txt"
    named.write_text(f"account:{somebody.user_id}\n{line}\n")
    with pytest.raises(CommandError, match="user:12"):
        call_command("erasures", "--again", str(named))
    assert User.objects.get(id=somebody.user_id).closed_at is None


def test_an_instant_says_its_zone_and_readers_are_those_of_the_trail(now: datetime) -> None:
    with pytest.raises(CommandError, match="fuseau"):
        call_command("erasures", "--since", "2026-11-26T14:05:00")
    with pytest.raises(Refused):
        trail.erased_since(actor=Actor(user_id=1, roles=frozenset({Role.REGULATEUR_OSNP})), since=now)
    with pytest.raises(Refused):
        operations.erase_again(actor=Actor(user_id=1), erasures=[], now=now)
