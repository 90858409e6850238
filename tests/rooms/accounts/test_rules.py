"""What a password must be, months of the calendar, and the steps of an absence, without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from sas.actor import Role
from sas.rooms.accounts import rules
from sas.rooms.accounts.enums import FAMILIES, Family
from sas.rooms.accounts.rules import Sleep
from sas.rooms.texts.rules import CATALOGUE, welcome_key

GOOD = "Lilas-et-tilleuls-2026"
EMAIL = "camille@sas.example"
GUIDES = "!@#$%^&*()_+={}|'\":><.,/;[]" + "@#%&*~" + "-"


def codes(password: str, email: str = EMAIL) -> list[str]:
    return [rule.code for rule in rules.unmet(password=password, email=email)]


@pytest.mark.shows("F-015")
@pytest.mark.parametrize(
    ("password", "broken"),
    [
        (GOOD, []),
        ("Ab1!mqzrtkpw", []),
        ("Ab1!mqzrtkp", ["longueur"]),
        ("AB1!MQZRTKPW", ["minuscule"]),
        ("ab1!mqzrtkpw", ["majuscule"]),
        ("Aaa!aaaaaaaa", ["chiffre"]),
        ("Ab11mqzrtkpw", ["special"]),
        ("Aa1é aaaaaaa€", ["special"]),
        ("ÉÀ1!ÉÀÉÀÉÀÉÀ", ["minuscule", "majuscule"]),
        ("Aa1!" + "a" * 124, []),
        ("Aa1!" + "a" * 125, ["maximum"]),
        ("A1!camille@sas.example", ["adresse"]),
        ("A1!CAMILLE@sas.example", ["adresse"]),
        ("", ["longueur", "minuscule", "majuscule", "chiffre", "special"]),
    ],
)
def test_each_rule_that_a_password_breaks_is_told(password: str, broken: list[str]) -> None:
    assert codes(password) == broken


@pytest.mark.parametrize(
    "password", ["Azerty123456!", "Motdepasse-2026", "Régulateur_2026", "Aa1!aaaaaaaa", "Qwerty!12345678"]
)
def test_a_used_password_is_refused_whatever_is_put_around_it(password: str) -> None:
    assert "courant" in codes(password)


@pytest.mark.parametrize("password", [GOOD, "Cheval!Batterie7", "X7$k#9@2!aQm"])
def test_words_of_one_s_own_are_taken(password: str) -> None:
    assert codes(password) == []


@pytest.mark.shows("F-015")
@pytest.mark.parametrize("sign", sorted(set(GUIDES)))
def test_every_special_character_of_both_guides_counts(sign: str) -> None:
    assert codes(f"Ab1mqzrtkpw{sign}") == []
    assert sign in rules.PASSWORD_RULES[4].sentence


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-10-31", 4, "2027-02-28"),
        ("2027-10-31", 4, "2028-02-29"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-01-31", 12, "2027-01-31"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-03-01", 0, "2026-03-01"),
        ("2026-06-30", 9, "2027-03-30"),
    ],
)
def test_months_are_those_of_the_calendar(start: str, months: int, end: str) -> None:
    moment = datetime.fromisoformat(f"{start}T08:15:30+00:00")
    assert rules.after_months(moment, months) == datetime.fromisoformat(f"{end}T08:15:30+00:00")


def test_a_password_expires_unless_there_is_none_or_it_never_does() -> None:
    at = datetime(2026, 10, 31, 8, 0, tzinfo=UTC)
    assert rules.expiry(set_at=at, months=4) == datetime(2027, 2, 28, 8, 0, tzinfo=UTC)
    assert rules.expiry(set_at=None, months=4) is None
    assert rules.expiry(set_at=at, months=0) is None


@pytest.mark.shows("F-025")
@pytest.mark.parametrize("day", range(365))
def test_an_absence_that_is_followed_each_day_takes_the_three_steps_on_time(day: int) -> None:
    since = datetime(2026, 1, 1, 9, 0, tzinfo=UTC) + timedelta(days=day)
    first = rules.next_due(Sleep(since, 0, None))
    assert first == rules.after_months(since, 8)
    second = rules.next_due(Sleep(since, 1, first))
    assert second == rules.after_months(since, 9)
    third = rules.next_due(Sleep(since, 2, second))
    assert third == rules.after_months(since, 9) + timedelta(days=7)
    assert rules.next_due(Sleep(since, 3, third)) is None


@pytest.mark.shows("F-025")
@pytest.mark.parametrize("late", [0, 1, 6, 10, 29, 30, 45, 400])
@pytest.mark.parametrize("later", [0, 1, 5, 8, 90])
def test_days_promised_by_a_mail_are_left_however_late_the_mails_are(late: int, later: int) -> None:
    since = datetime(2026, 6, 30, 9, 0, tzinfo=UTC)
    first_at = rules.after_months(since, 8) + timedelta(days=late)
    announced = rules.removal_promised(since, step=1, told_at=first_at)
    second_due = rules.next_due(Sleep(since, 1, first_at))
    assert second_due is not None
    second_at = second_due + timedelta(days=later)
    announced_again = rules.removal_promised(since, step=2, told_at=second_at)
    removal = rules.next_due(Sleep(since, 2, second_at))
    assert removal == announced_again
    assert removal >= max(announced, first_at + timedelta(days=30), second_at + timedelta(days=7))


@pytest.mark.shows("F-024")
def test_each_role_has_a_welcome_and_each_is_shown_once_in_order() -> None:
    assert set(FAMILIES) == set(Role)
    seen: list[str] = []
    while found := rules.welcome_due(roles=tuple(Role), welcomed=seen):
        assert CATALOGUE[welcome_key(found.family.value)].default
        seen.append(found.family.value)
    assert seen == list(Family.values)
    assert rules.welcome_due(roles=(Role.IOA,), welcomed=["regulation"]) is None


def test_the_text_of_the_terms_is_headings_and_paragraphs() -> None:
    text = "# 1. Objet\n\nUne ligne\nsuivie.\n\n## Détail\nCorps.\r\n\r\nFin.\n"
    told = [(block.level, block.text) for block in rules.terms_blocks(text)]
    assert told == [(1, "1. Objet"), (0, "Une ligne suivie."), (2, "Détail"), (0, "Corps."), (0, "Fin.")]
