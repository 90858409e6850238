"""Cards and accounts brought together, or not: each obstacle by its name, and who waits for whom."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections

from sas.actor import Actor, Role
from sas.errors import Impossible
from sas.rooms.accounts import operations as accounts
from sas.rooms.accounts.enums import Means
from sas.rooms.accounts.models import CardIdentity, OneTimeLink, OpenSession, User
from sas.rooms.accounts.operations import Card, CardSession
from sas.rooms.accounts.operations.card_words import CardObstacle
from sas.rooms.directory.models import Professional
from sas.rooms.journal.models import AuditEntry
from sas.rooms.outbox.models import OutgoingMail
from tests.factories import care

pytestmark = pytest.mark.django_db(transaction=True)
CARD = Card("https://psc.example", "f:1:899700000031", "899700000031", "MARTIN", "Claire", "", "")
SECRET, NEW = "of this browser", "claire@cabinet.example"


def email_of(actor: Actor) -> str:
    return User.objects.get(id=actor.user_id).email


def ask(email: str, *, card: Card = CARD, secret: str = SECRET, now: datetime) -> str:
    """The link's secret, as the mail has it."""
    accounts.ask_card_link(actor=Actor.NOBODY, card=card, email=email, secret=secret, now=now)
    return OutgoingMail.objects.latest("id").text.split("/connexion/psc/lien/")[1].split()[0]


def follow(token: str, *, secret: str = SECRET, now: datetime) -> Any:
    return accounts.follow_card_link(actor=Actor.NOBODY, token=token, secret=secret, now=now)


def obstacle(email: str, *, card: Card = CARD, now: datetime) -> str:
    """What stands in the way, as the trail names it; nothing is attached."""
    before = CardIdentity.objects.count()
    token = ask(email, card=card, now=now)
    with pytest.raises(Impossible) as refusal:
        follow(token, now=now)
    assert CardIdentity.objects.count() == before
    found = AuditEntry.objects.filter(verb="card_refused").latest("id").details["why"]
    assert refusal.value.reason == CardObstacle[found].value
    return str(found)


@pytest.mark.shows("F-005")
def test_an_account_that_has_another_card_keeps_it(now: datetime) -> None:
    nurse = care.account(Role.IOA)
    follow(ask(email_of(nurse), now=now), now=now)
    another = replace(CARD, subject="f:1:899700000049", national_id="899700000049")
    assert obstacle(email_of(nurse), card=another, now=now) == "OTHER_CARD"


@pytest.mark.shows("F-005")
def test_a_card_opens_one_account(now: datetime) -> None:
    first, second = care.account(Role.IOA), care.account(Role.IOA)
    follow(ask(email_of(first), now=now), now=now)
    assert obstacle(email_of(second), now=now) == "CARD_TAKEN"


@pytest.mark.shows("F-005")
def test_the_account_of_another_professional_is_refused(now: datetime) -> None:
    assert obstacle(email_of(care.keeper(care.doctor_place())), now=now) == "OTHER_HOLDER"


@pytest.mark.shows("F-005")
def test_an_account_for_which_another_card_is_registered_is_refused(now: datetime) -> None:
    regulator = care.account(Role.REGULATEUR_OSNP, cpx_number="899700000049")
    assert obstacle(email_of(regulator), now=now) == "OTHER_HOLDER"


@pytest.mark.shows("F-026", "F-027")
@pytest.mark.parametrize("change", [{"roles": []}, {"is_active": False}])
def test_an_account_that_may_not_enter_gets_no_card(change: dict[str, Any], now: datetime) -> None:
    nurse = care.account(Role.IOA)
    User.objects.filter(id=nurse.user_id).update(**change)
    assert obstacle(email_of(nurse), now=now) == "MAY_NOT_ENTER"


@pytest.mark.shows("F-006")
def test_a_professional_has_one_account_whatever_the_address(now: datetime) -> None:
    doctor = care.keeper(care.doctor_place())
    national_id = Professional.objects.get(id=User.objects.get(id=doctor.user_id).professional_id).national_id
    card = replace(CARD, subject=f"f:1:{national_id}", national_id=national_id)
    assert obstacle(NEW, card=card, now=now) == "PROFESSIONAL_TAKEN"
    assert User.objects.count() == 1


def test_an_account_closed_meanwhile_is_not_attached(now: datetime) -> None:
    nurse = care.account(Role.IOA)
    token = ask(email_of(nurse), now=now)
    User.objects.update(closed_at=now)
    assert follow(token, now=now) is None
    assert not CardIdentity.objects.exists()


@pytest.mark.shows("F-008")
@pytest.mark.parametrize("secret", ["", "of another browser"])
def test_a_link_is_of_one_browser_and_is_not_spent_by_others(secret: str, now: datetime) -> None:
    token = ask(email_of(care.account(Role.IOA)), now=now)
    with pytest.raises(Impossible, match="navigateur"):
        follow(token, secret=secret, now=now)
    assert follow(token, now=now) is not None


@pytest.mark.shows("F-008")
def test_a_link_lives_five_minutes_to_the_second(now: datetime) -> None:
    token = ask(email_of(care.account(Role.IOA)), now=now)
    with pytest.raises(Impossible, match="expiré"):
        follow(token, now=now + timedelta(minutes=5))
    assert follow(token, now=now + timedelta(minutes=4, seconds=59)) is not None


def test_neither_names_nor_tokens_are_kept_with_the_link(now: datetime) -> None:
    token = ask(NEW, now=now)
    link = OneTimeLink.objects.get()
    assert token not in str(link.__dict__) and SECRET not in str(link.__dict__)
    assert "MARTIN" not in str(link.details) and link.details["tokens"] == ""
    assert not AuditEntry.objects.filter(details__icontains="claire").exists()


@pytest.mark.shows("F-008")
def test_the_limits_forget_after_half_an_hour(now: datetime) -> None:
    for _ in range(4):
        ask(NEW, now=now)
    with pytest.raises(Impossible, match="demi-heure"):
        ask(NEW, now=now + timedelta(minutes=29))
    ask(NEW, now=now + timedelta(minutes=31))


@pytest.mark.shows("F-008")
def test_one_card_and_one_browser_write_to_eight_addresses_at_most(now: datetime) -> None:
    for number in range(8):
        ask(f"{number}@cabinet.example", now=now)
    with pytest.raises(Impossible, match="demi-heure"):
        ask(NEW, secret="of a fresh browser", now=now)
    another = replace(CARD, subject="f:1:899700000049", national_id="899700000049")
    with pytest.raises(Impossible, match="demi-heure"):
        ask(NEW, card=another, now=now)
    ask(NEW, card=another, secret="of a fresh browser", now=now)


def at_once(*calls: Any) -> list[str]:
    """Each in a thread and a connection of its own; what became of each."""

    def run(call: Any) -> str:
        try:
            return "in" if call() else "out"
        except Impossible:
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as threads:
        return sorted(threads.map(run, calls))


@pytest.mark.shows("F-008")
def test_of_two_clicks_at_once_one_serves(now: datetime) -> None:
    place = care.doctor_place()
    national_id = Professional.objects.get(id=place.professional_id).national_id
    token = ask(NEW, card=replace(CARD, national_id=national_id), now=now)
    assert at_once(lambda: follow(token, now=now), lambda: follow(token, now=now)) == ["in", "refused"]
    assert User.objects.filter(email=NEW).count() == 1


@pytest.mark.shows("F-005")
def test_two_links_of_one_card_followed_at_once_open_one_account(now: datetime) -> None:
    first = ask(email_of(care.account(Role.IOA)), now=now)
    second = ask(email_of(care.account(Role.IOA)), secret="elsewhere", now=now)
    ended = at_once(lambda: follow(first, now=now), lambda: follow(second, secret="elsewhere", now=now))
    assert ended == ["in", "refused"]
    assert CardIdentity.objects.count() == 1


def opened(actor: Actor, *, card: CardSession | None, now: datetime) -> str:
    store = SessionStore()
    store.save()
    key = store.session_key or ""
    means = Means.CARD if card else Means.PASSWORD
    accounts.note_session(actor=actor, session_key=key, means=means, browser="", card=card, now=now)
    return key


@pytest.mark.shows("F-021")
def test_signing_out_forgets_the_session_and_leads_nowhere_without_a_card(now: datetime) -> None:
    actor = care.account(Role.IOA)
    key = opened(actor, card=None, now=now)
    assert accounts.sign_out(actor=actor, session_key=key, now=now) == ""
    assert not OpenSession.objects.exists() and not SessionStore().exists(key)


@pytest.mark.shows("F-021")
def test_a_session_whose_tokens_cannot_be_read_is_still_left(now: datetime) -> None:
    actor = care.account(Role.IOA)
    key = opened(actor, card=CardSession("s", "f:1", "sealed under another key"), now=now)
    assert accounts.sign_out(actor=actor, session_key=key, now=now) == ""
    assert not OpenSession.objects.exists()


def test_without_a_provider_nothing_is_renewed_nor_ended(now: datetime) -> None:
    actor = care.account(Role.IOA)
    opened(actor, card=CardSession("s", "f:1", ""), now=now)
    assert accounts.renew_card_sessions(actor=Actor.SYSTEM, now=now + timedelta(hours=1)) == 0
    with pytest.raises(Impossible):
        accounts.end_by_provider(actor=Actor.NOBODY, logout_token="x", now=now)
    assert OpenSession.objects.count() == 1
