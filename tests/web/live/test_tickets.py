"""The word by which a page may listen."""

from datetime import datetime, timedelta

import pytest

from sas.web.kit.tickets import LIFE, Ticket, new_ticket, read_ticket


def test_a_ticket_says_whose_it_is_and_since_when_and_nothing_else(now: datetime) -> None:
    ticket = new_ticket(account_id=12, now=now)
    assert ticket.split(":")[0] == f"12.{int(now.timestamp() * 1000)}"
    assert read_ticket(ticket, now=now) == Ticket(12, now)


def test_it_lasts_five_minutes_to_the_millisecond(now: datetime) -> None:
    ticket = new_ticket(account_id=12, now=now)
    assert read_ticket(ticket, now=now + LIFE - timedelta(milliseconds=1))
    assert read_ticket(ticket, now=now + LIFE) is None


def test_clocks_may_differ_by_half_a_minute_and_not_more(now: datetime) -> None:
    ticket = new_ticket(account_id=12, now=now)
    assert read_ticket(ticket, now=now - timedelta(seconds=30))
    assert read_ticket(ticket, now=now - timedelta(seconds=31)) is None


@pytest.mark.parametrize("told", ["", "12", "12.5", "12.5:x", ":", "12.99999999999999999999:x", "é.ü:ö", "1" * 5000])
def test_what_we_did_not_sign_is_no_ticket(told: str, now: datetime) -> None:
    assert read_ticket(told, now=now) is None


def test_a_ticket_is_of_one_account_and_one_key(now: datetime, settings: object) -> None:
    ticket = new_ticket(account_id=12, now=now)
    assert read_ticket(f"13{ticket[2:]}", now=now) is None
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]
    assert read_ticket(ticket, now=now) is None
