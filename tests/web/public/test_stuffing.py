"""Passwords stolen elsewhere, tried once on many addresses: the network is bounded, not the people (ASVS V6.3.1)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from sas.actor import Actor
from sas.rooms.accounts.models import SignInGuard, User
from sas.rooms.accounts.operations import guards
from tests.factories import care

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def regulator() -> Actor:
    return care.regulator(care.territory())


def tried(email: str, *, password: str = "n'importe quoi", network: str = "198.51.100.7") -> Any:  # noqa: S107
    return Client(REMOTE_ADDR=network).post("/connexion", {"email": email, "password": password})


def test_a_network_that_fails_on_many_addresses_is_not_listened_to(regulator: Actor, now: datetime) -> None:
    email = User.objects.get(id=regulator.user_id).email
    with time_machine.travel(now, tick=False):
        answers = [tried(f"p{number}@sas.example").status_code for number in range(guards.NETWORK_FAILURES)]
        assert set(answers) == {422}
        crowded = tried(email, password=care.PASSWORD)
        assert (crowded.status_code, crowded["Retry-After"]) == (429, "900")
        assert tried(email, password=care.PASSWORD, network="203.0.113.9").status_code == 302
    with time_machine.travel(now + timedelta(minutes=15), tick=False):
        assert tried(email, password=care.PASSWORD).status_code == 302


def test_failures_of_a_hospital_over_a_day_are_forgotten_as_they_come(now: datetime) -> None:
    for at in range(120):
        with transaction.atomic():
            guards.count_against("198.51.100.0/24", now + timedelta(seconds=40 * at))
    assert guards.seconds_until_heard("198.51.100.0/24", now + timedelta(hours=2)) == 0
    assert SignInGuard.objects.get().failures < guards.NETWORK_FAILURES // 2
