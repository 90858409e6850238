"""How long a session lasts: in all, and without anybody using it (ADR 57)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from sas.rooms.accounts.models import User
from tests.factories import care

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def client(now: datetime) -> Client:
    """Somebody who just came in."""
    opened = Client()
    email = User.objects.get(id=care.regulator(care.territory()).user_id).email
    with time_machine.travel(now, tick=False):
        opened.post("/connexion", {"email": email, "password": care.PASSWORD})
    return opened


def is_in(client: Client, at: datetime, **headers: str) -> bool:
    with time_machine.travel(at, tick=False):
        answer: Any = client.get("/compte", headers=headers)
    return bool(answer.status_code == 200)


def test_a_session_that_nobody_uses_ends(client: Client, now: datetime) -> None:
    assert is_in(client, now + timedelta(minutes=119))
    assert is_in(client, now + timedelta(minutes=119 + 119))
    assert not is_in(client, now + timedelta(minutes=119 + 119 + 120))


def test_what_an_open_page_asks_by_itself_keeps_no_session(client: Client, now: datetime) -> None:
    assert is_in(client, now + timedelta(minutes=60), **{"Sec-Fetch-Dest": "empty"})
    assert not is_in(client, now + timedelta(minutes=120))


def test_what_a_person_asks_of_a_part_of_a_page_does(client: Client, now: datetime) -> None:
    assert is_in(client, now + timedelta(minutes=60), **{"Sec-Fetch-Dest": "empty", "HX-Request": "true"})
    assert is_in(client, now + timedelta(minutes=120))


def test_a_session_ends_twelve_hours_after_it_was_opened_however_used(client: Client, now: datetime) -> None:
    for hour in range(1, 12):
        assert is_in(client, now + timedelta(hours=hour))
    assert not is_in(client, now + timedelta(hours=12))
