"""The trail is read by administrators: narrowed, page by page, entry by entry, and reading it leaves its trace."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Circumstances, Role
from sas.errors import Impossible, Refused
from sas.rooms.accounts.models import User
from sas.rooms.journal import operations, queries
from sas.rooms.journal.enums import PersonKind
from sas.rooms.journal.models import AuditEntry
from sas.rooms.journal.queries import reading
from sas.rooms.journal.rules import Change, Person
from sas.rooms.journal.rules.reading import TraceFilters
from tests.factories import care
from tests.factories.browsers import browser

PAGE = "/administration/journal"
SOMEBODY = 4_000_000
pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-233")]


@pytest.fixture
def watcher() -> Actor:
    """A national administrator."""
    return care.account(Role.ADMINISTRATEUR_NATIONAL)


@pytest.fixture
def client(watcher: Actor) -> Client:
    """Their browser."""
    return browser(watcher)


def text(client: Client, address: str = PAGE, **asked: Any) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("&#x27;", "'").split())


def written(now: datetime, **about: Any) -> int:
    told: dict[str, Any] = {
        "actor": Actor(SOMEBODY),
        "verb": "edit_account",
        "subject": "user",
        "subject_id": 12,
        "change": None,
    }
    operations.record_change(**told | about, now=now)
    return AuditEntry.objects.latest("id").id


def numbers(watcher: Actor, **asked: Any) -> list[int]:
    found = queries.traces(actor=watcher, filters=TraceFilters(**asked))
    return [row.number for row in found.rows]


def test_an_entry_says_who_as_what_for_whom_from_where_and_what_changed(client: Client, now: datetime) -> None:
    author = care.account(Role.DELEGATAIRE)
    how = Circumstances("a1b2c3", "192.0.2.0/24", (Role.DELEGATAIRE,))
    keeper = Actor(author.user_id, for_whom={5: "professional:9"}, circumstances=how)
    change = Change(
        {"text": "Appeler le 02", "active": True}, {"text": "", "active": False}, Person(PersonKind.USER, 12)
    )
    number = written(now, actor=keeper, verb="save_additional_info", subject="place", subject_id=5, change=change)
    line = text(client)
    named = f"Camille Le Goff {User.objects.get(id=author.user_id).family_name.split()[-1]} (n° {author.user_id})"
    for told in ("Agenda : informations complémentaires modifiées", named, "SAS - Délégataire", "professionnel n° 9"):
        assert told in line
    shown = text(client, f"{PAGE}/{number}")
    for told in ("192.0.2.0/24", "a1b2c3", "Lieu d'exercice n° 5", "Appeler le 02", "oui", "non", "aucun"):
        assert told in shown
    operations.forget_person(actor=Actor.SYSTEM, kind=PersonKind.USER, person_id=12)
    erased = text(client, f"{PAGE}/{number}")
    assert "Appeler le 02" not in erased and erased.count(">effacé<") == 4
    assert client.get(f"{PAGE}/999999999").status_code == 404


def test_reading_the_journal_leaves_its_own_trace(client: Client, watcher: Actor, now: datetime) -> None:
    number = written(now)
    text(client, numero="12", objet="user")
    text(client, f"{PAGE}/{number}")
    listed, read = AuditEntry.objects.filter(subject="journal").order_by("id")
    assert (listed.verb, listed.user_id, str(number) in listed.details["listed"]) == (
        "list_page",
        watcher.user_id,
        True,
    )
    assert (read.verb, read.subject_id, read.roles) == ("read_page", str(number), ["administrateur_national"])
    assert (listed.network, len(listed.request_id)) == ("127.0.0.0/24", 16)
    assert "12" not in str({**listed.details, "listed": []})


def test_the_trail_is_narrowed(watcher: Actor, now: datetime) -> None:
    day = timedelta(days=1)
    mine, other = written(now, actor=watcher), written(now + day, verb="sign_in")
    third = written(now + 2 * day, subject="place", subject_id=7)
    assert numbers(watcher, user_id=watcher.user_id) == [mine]
    assert numbers(watcher, verb="sign_in", user_id=SOMEBODY) == [other]
    assert numbers(watcher, subject="place", subject_id="7") == [third]
    assert numbers(watcher, since=now, until=now + 2 * day) == [other, mine]
    for asked in ({"subject": "place"}, {"since": now, "until": now}):
        with pytest.raises(Impossible):
            numbers(watcher, **asked)
    for stranger in (Actor.NOBODY, care.account(Role.REFERENT_TERRITORIAL)):
        for read in (
            lambda who=stranger: numbers(who),
            lambda who=stranger: queries.trace(actor=who, number=mine),
            lambda who=stranger: queries.trail_state(actor=who, now=now),
        ):
            with pytest.raises(Refused):
                read()


def test_pages_follow_one_another_without_a_gap(
    watcher: Actor, client: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PAGE", 3)
    made = [written(now + timedelta(days=400)) for _ in range(4)] + [written(now + timedelta(days=399))]
    asked = TraceFilters(subject="user", subject_id="12", since=now + timedelta(days=300))
    first = queries.traces(actor=watcher, filters=asked)
    assert [row.number for row in first.rows] == [made[3], made[2], made[1]] and first.older == made[1]
    second = queries.traces(actor=watcher, filters=asked, before=first.older)
    assert [row.number for row in second.rows] == [made[0], made[4]] and second.older is None
    assert f"avant={made[1]}" in text(client)
    assert "Les plus récentes" in text(client, avant=made[1], page="abc")


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_whatever_its_length(client: Client, now: datetime, number: int) -> None:
    for at in range(number):
        written(now, actor=care.account(Role.IOA), subject_id=at)
    with CaptureQueriesContext(connection) as asked:
        text(client)
    assert len([one for one in asked.captured_queries if "journal_" in one["sql"]]) == 6


def test_a_person_is_found_by_number_or_name_and_chosen_among_several(client: Client, now: datetime) -> None:
    one, two = care.account(Role.IOA), care.account(Role.IOA)
    User.objects.filter(id=one.user_id).update(family_name="Kervella", name_key="kervella camille")
    written(now, actor=one), written(now, actor=two, verb="sign_out")
    for who in ("Kervella", str(one.user_id), f"n° {one.user_id}"):
        found = text(client, personne=who)
        assert "Compte modifié" in found.split("<tbody>")[1] and "Déconnexion" not in found.split("<tbody>")[1]
    several = text(client, personne="Le Goff")
    assert "Plusieurs comptes portent ce nom" in several and f"personne={two.user_id}" in several
    assert "Aucun compte en service ne porte ce nom" in text(client, personne="Inconnu")
    assert "Indiquez l'objet et son numéro" in text(client, objet="place")
    assert "Saisissez une date" in text(client, du="hier")
    assert "Aucune trace" in text(client, du="2031-01-01", au="2031-01-02")
    assert "Aucune trace" in text(client, personne="10101234567")
    assert "pas si lointaine" in text(client, au="9999-12-31")


def test_the_page_tells_where_the_proof_stands(client: Client, now: datetime) -> None:
    assert "Aucun sceau" in text(client) and "Jamais vérifié" in text(client)
    operations.seal(actor=Actor.SYSTEM, now=now)
    call_command("journal", "--verify")
    shown = text(client)
    assert "Dernier sceau : n°" in shown and "aucune anomalie" in shown
    operations.seal(actor=Actor.SYSTEM, now=now)
    written(now - timedelta(days=900))
    assert "attendent leur sceau depuis plus de dix minutes" in text(client)
    with pytest.raises(Refused):
        operations.note_proof(actor=Actor(1), proof=queries.prove(actor=Actor.SYSTEM, now=now), now=now)
