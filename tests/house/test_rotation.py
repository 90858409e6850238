"""Secrets are changed while people work: what older keys made is found and opened, then made anew (ADR 54)."""

import runpy
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import StringIO
from typing import Any

import psycopg
import pytest
from django.core import signing
from django.core.management import CommandError, call_command
from django.db import connection

from sas.actor import Actor, Role
from sas.adapters.psc import sealing
from sas.adapters.psc.values import Tokens
from sas.errors import Refused
from sas.rooms.accounts import operations as accounts
from sas.rooms.accounts.enums import Means
from sas.rooms.accounts.models import OpenSession
from sas.rooms.calendars import operations as calendars
from sas.rooms.calendars import queries as calendar_queries
from sas.rooms.calendars.models import CalendarSource
from sas.rooms.calendars.rules import opened
from sas.rooms.exchanges import rules as exchanges
from sas.rooms.journal import operations as journal
from sas.rooms.journal import queries as trail
from sas.rooms.journal.enums import PersonKind
from sas.rooms.journal.models import AuditEntry, PersonKey
from sas.rooms.journal.rules import ERASED, Change, Person
from sas.rooms.protection import operations
from sas.web.kit.tickets import new_ticket, read_ticket
from tests.conftest import ROOT
from tests.factories import care
from tests.factories.browsers import browser

pytestmark = pytest.mark.django_db
OLD, NEW = "the key of last year", "the key of today"
SYSTEM = Actor.SYSTEM


@pytest.fixture(autouse=True)
def old_key(settings: Any) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    settings.JOURNAL_KEYS = settings.JOURNAL_PERSON_KEYS = [OLD]


def change_key(settings: Any) -> None:
    """The second step of docs/operating.md: the new key makes, the old one still opens."""
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    settings.JOURNAL_KEYS = settings.JOURNAL_PERSON_KEYS = [NEW, OLD]


def forget_key(settings: Any) -> None:
    """The last step; JOURNAL_KEYS keeps what sealed."""
    settings.SECRET_KEY_FALLBACKS, settings.JOURNAL_PERSON_KEYS = [], [NEW]


@contextmanager
def as_owner() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        yield
        cursor.execute("set session role sas_app")


def rotate(now: datetime) -> operations.Rotation:
    with as_owner():
        return operations.rotate_secrets(actor=SYSTEM, using="default", now=now)


def test_whoever_is_signed_in_stays_so(settings: Any) -> None:
    client = browser(care.regulator(care.territory()))
    assert client.get("/sas/").status_code == 200
    change_key(settings)
    assert client.get("/sas/").status_code == 200
    forget_key(settings)
    assert client.get("/sas/").status_code == 200, "their session was made anew by the page before"


def test_a_session_that_no_page_made_anew_ends_with_the_key(settings: Any) -> None:
    client = browser(care.regulator(care.territory()))
    change_key(settings)
    forget_key(settings)
    assert client.get("/sas/").status_code == 302


def test_private_calendars_go_on_both_ways(settings: Any, now: datetime) -> None:
    place = care.doctor_place()
    owner = care.keeper(place)
    calendars.open_feed(actor=owner, place_id=place.id, now=now)
    calendars.set_source(actor=owner, place_id=place.id, address="https://agenda.example/secret-42", now=now)
    feed = calendar_queries.synchronisation(actor=owner, place_id=place.id).feed
    assert feed and feed.token
    change_key(settings)
    assert calendar_queries.place_of_token(actor=Actor.NOBODY, token=feed.token) == place.id
    done = rotate(now)
    assert (done.calendars, done.lost) == ((2, 0), 0)
    assert rotate(now).calendars == (0, 0)
    forget_key(settings)
    assert calendar_queries.place_of_token(actor=Actor.NOBODY, token=feed.token) == place.id
    assert calendar_queries.synchronisation(actor=owner, place_id=place.id).feed == feed
    assert opened(CalendarSource.objects.get().sealed_address) == "https://agenda.example/secret-42"


def test_tokens_of_cards_are_sealed_anew(settings: Any, now: datetime) -> None:
    user_id = care.regulator(care.territory()).user_id
    tokens = Tokens("an id token", "a renewal token")
    about = {"means": Means.CARD, "opened_at": now, "card_tokens": sealing.seal(tokens)}
    row = OpenSession.objects.create(user_id=user_id, session_key="k", **about)
    change_key(settings)
    assert sealing.unseal(row.card_tokens) == tokens
    assert rotate(now).sessions == (1, 0)
    forget_key(settings)
    row.refresh_from_db()
    assert sealing.unseal(row.card_tokens) == tokens


def test_what_the_trail_holds_of_persons_is_still_read_and_its_seals_prove(settings: Any, now: datetime) -> None:
    somebody = Person(PersonKind.USER, 12)
    change = Change({"name": "Le Goff"}, {"name": "Le Bihan"}, about=somebody)
    about: dict[str, Any] = {"actor": SYSTEM, "verb": "tried", "subject": "user", "subject_id": 12, "now": now}
    journal.record_change(**about, change=change)
    entry = AuditEntry.objects.latest("id")
    journal.seal(actor=SYSTEM, now=now)
    change_key(settings)
    done = rotate(now)
    assert (done.persons, done.seals) == ((1, 0), 1)
    forget_key(settings)
    reader = Actor(user_id=3, roles=frozenset({Role.ADMINISTRATEUR}))
    read = trail.trace(actor=reader, number=entry.id)
    assert read and ERASED not in dict(read.before).values() and "Le Goff" in str(read.before)
    journal.seal(actor=SYSTEM, now=now)
    assert trail.prove(actor=SYSTEM, now=now).faults == ()
    settings.JOURNAL_KEYS = [NEW]
    assert {fault.kind for fault in trail.prove(actor=SYSTEM, now=now).faults} >= {"unknown_key"}


def test_somebody_who_is_forgotten_meanwhile_stays_forgotten(settings: Any, now: datetime) -> None:
    """The row is changed, never added again: who removes it removes whichever is there."""
    change = Change({"name": "Le Goff"}, {"name": "Le Bihan"}, about=Person(PersonKind.USER, 12))
    journal.record_change(actor=SYSTEM, verb="tried", subject="user", subject_id=12, now=now, change=change)
    change_key(settings)
    held = PersonKey.objects.get()
    PersonKey.objects.all().delete()
    assert rotate(now).persons == (0, 0) and not PersonKey.objects.filter(person=held.person).exists()


def test_an_older_key_that_was_not_given_is_told(settings: Any, monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    renew = operations.rotate_secrets

    def on_this_connection(**about: Any) -> operations.Rotation:
        with as_owner():
            return renew(**about | {"using": "default"})

    place = care.doctor_place()
    calendars.open_feed(actor=care.keeper(place), place_id=place.id, now=now)
    change_key(settings)
    forget_key(settings)
    with pytest.raises(CommandError, match="DATABASE_OWNER_URL"):
        call_command("rotate_secrets")
    monkeypatch.setitem(settings.DATABASES, "owner", settings.DATABASES["default"])
    monkeypatch.setattr(operations, "rotate_secrets", on_this_connection)
    said = StringIO()
    # The address, and the key of whoever keeps the agenda.
    with pytest.raises(CommandError, match="2 secrets ne s'ouvrent avec aucune clé"):
        call_command("rotate_secrets", stdout=said)
    assert "Adresses d'agendas : 0." in said.getvalue()


def test_only_the_platform_renews(now: datetime) -> None:
    for act in (operations.rotate_secrets, journal.rewrap):
        with pytest.raises(Refused):
            act(actor=Actor(user_id=1), using="default", now=now)
    for renew in (calendars.renew_seals, accounts.renew_seals):
        with pytest.raises(Refused):
            renew(actor=Actor(user_id=1), now=now)
    with pytest.raises(Refused):
        operations.erase_again(actor=Actor(user_id=1), erasures=[], now=now)


def test_what_travels_is_still_believed(settings: Any, now: datetime) -> None:
    ticket, token = new_ticket(account_id=12, now=now), signing.dumps({"client": "x"}, salt="sas.fhir.token")
    told = exchanges.fingerprint({"identifier": "12"})
    change_key(settings)
    assert read_ticket(ticket, now=now) and signing.loads(token, salt="sas.fhir.token")
    assert told in exchanges.fingerprints({"identifier": "12"}) and told != exchanges.fingerprint({"identifier": "12"})
    forget_key(settings)
    assert read_ticket(ticket, now=now) is None and told not in exchanges.fingerprints({"identifier": "12"})


def test_the_journal_keeps_the_keys_that_are_replaced_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("JOURNAL_KEYS", "JOURNAL_PERSON_KEYS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SECRET_KEY", NEW)
    monkeypatch.setenv("SECRET_KEY_FALLBACKS", OLD)
    known = runpy.run_path(str(ROOT / "config" / "settings.py"))
    assert known["JOURNAL_KEYS"] == known["JOURNAL_PERSON_KEYS"] == [NEW, OLD]


def test_a_second_account_of_the_database_serves_as_the_first() -> None:
    """Two passwords at once: docs/operating.md makes a second account that becomes sas_app as it connects."""
    about = connection.get_connection_params()
    where = {name: about[name] for name in ("host", "port", "dbname") if name in about}
    statements = (
        "drop role if exists sas_app_b",
        "create role sas_app_b login in role sas_app",
        "alter role sas_app_b set role = 'sas_app'",
    )
    with psycopg.connect(**where, user=about.get("user"), autocommit=True) as own:
        for statement in statements:
            own.execute(statement.encode())
        try:
            with psycopg.connect(**where, user="sas_app_b") as served:
                assert served.execute(b"select session_user, current_user").fetchone() == ("sas_app_b", "sas_app")
                served.commit()
                served.autocommit = True
                served.execute(b"discard all")  # as PgBouncer does between two of its clients
                served.execute(b"select count(*) from accounts_user")
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    served.execute(b"delete from journal_audit_entry")
        finally:
            own.execute(b"drop role sas_app_b")
