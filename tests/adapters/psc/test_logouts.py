"""Both logouts and the renewals, before a real provider: its session and ours end together."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from sas.actor import Actor
from sas.adapters.psc import client as psc
from sas.adapters.psc import sealing
from sas.rooms.accounts import operations as accounts
from sas.rooms.accounts.models import OpenSession
from sas.rooms.journal.models import AuditEntry
from tests.adapters.psc.conftest import OTHER, Desk, signed_in
from tests.adapters.psc.proxy import Faults, signed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.shows("F-021")
def test_signing_out_ends_both_sessions_and_comes_back(desk: Desk, regulator: Actor) -> None:
    browser = signed_in(desk)
    way_out = browser.post("/deconnexion")["Location"]
    assert "id_token_hint=" in way_out and way_out.startswith(desk.proxy.url)
    assert browser.get("/sas/")["Location"].startswith("/connexion")
    assert not OpenSession.objects.exists()
    assert desk.leave(way_out) == "http://127.0.0.1:8000/"


def end_at_the_provider(desk: Desk) -> None:
    """Somewhere else, the person leaves Pro Santé Connect."""
    tokens = sealing.unseal(OpenSession.objects.get().card_tokens)
    provider = psc.configured()
    assert tokens and provider
    desk.leave(provider.way_out(tokens, back="http://127.0.0.1:8000/"))


@pytest.mark.shows("F-021")
def test_a_logout_told_by_the_back_channel_ends_our_session_once(desk: Desk, regulator: Actor) -> None:
    browser = signed_in(desk)
    end_at_the_provider(desk)
    (token,) = desk.told
    tampered = token[:-6] + ("AAAAAA" if token[-6:] != "AAAAAA" else "BBBBBB")
    assert Client().post("/connexion/psc/deconnexion", {"logout_token": tampered}).status_code == 400
    assert browser.get("/sas/").status_code == 200
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/connexion/psc/deconnexion", {"logout_token": token}).status_code == 200
    assert browser.get("/sas/")["Location"].startswith("/connexion")
    again = Client().post("/connexion/psc/deconnexion", {"logout_token": token})
    assert (again.status_code, again.json()["error_description"]) == (400, "logout_token: replayed")


def due() -> None:
    OpenSession.objects.update(card_checked_at=datetime.now(UTC) - timedelta(minutes=6))


def renew() -> int:
    return accounts.renew_card_sessions(actor=Actor.SYSTEM, now=datetime.now(UTC))


@pytest.mark.shows("F-021")
def test_a_session_that_the_provider_no_longer_renews_ends_here(desk: Desk, regulator: Actor) -> None:
    browser = signed_in(desk)
    before = OpenSession.objects.get().card_tokens
    assert renew() == 0 and OpenSession.objects.get().card_tokens == before, "checked less than five minutes ago"
    due()
    assert renew() == 0 and OpenSession.objects.get().card_tokens != before
    desk.proxy.faults = Faults(away=True)
    due()
    assert renew() == 0 and browser.get("/sas/").status_code == 200
    desk.proxy.faults = Faults()
    end_at_the_provider(desk)
    due()
    assert renew() == 1
    assert browser.get("/sas/")["Location"].startswith("/connexion")
    assert AuditEntry.objects.filter(verb="end_session", details={"why": "provider"}).count() == 1


@pytest.mark.shows("F-021")
def test_unknown_keys_do_not_make_us_ask_the_provider_each_time(desk: Desk, regulator: Actor) -> None:
    signed_in(desk)
    desk.proxy.asked.clear()
    for _ in range(3):
        forged = Client().post("/connexion/psc/deconnexion", {"logout_token": signed({"iss": desk.issuer}, OTHER)})
        assert (forged.status_code, forged.json()["error_description"]) == (400, "logout_token: key")
    assert desk.proxy.asked == []
