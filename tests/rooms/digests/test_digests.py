"""Summaries by mail: to those who asked for them, once, on the right morning, about what is theirs."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.accounts.models import User
from sas.rooms.digests import operations, queries, rules
from sas.rooms.digests.enums import Period
from sas.rooms.directory import operations as directory
from sas.rooms.directory.models import Place
from sas.rooms.journal.models import AuditEntry
from sas.rooms.outbox.models import OutgoingMail
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ParticipationChange
from sas.rooms.usage import operations as usage
from tests.factories import care, editor_accounts
from tests.factories.usage import Asked, tell

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-267")]

MONDAY = datetime(2026, 11, 23, 5, 5, tzinfo=UTC)
"""Six in Paris, in winter."""
FIRST_OF_MONTH = datetime(2026, 12, 1, 5, 5, tzinfo=UTC)


@pytest.fixture
def territory() -> int:
    return care.territory()


@pytest.fixture
def referent(territory: int) -> Actor:
    return care.account(Role.REFERENT_TERRITORIAL, territories=(territory,))


def choose(actor: Actor, period: Period = Period.WEEKLY) -> Actor:
    operations.choose(actor=actor, period=period, now=MONDAY - timedelta(days=9))
    return actor


def send(now: datetime = MONDAY) -> int:
    usage.keep_up(actor=Actor.SYSTEM, now=now)
    return operations.send_due(actor=Actor.SYSTEM, now=now)


def changed(place: Place, *, before: int, after: int, at: datetime) -> None:
    ParticipationChange.objects.create(
        professional_id=place.professional_id, at=at, before={"via": before}, after={"via": after}
    )


def week_of(territory: int) -> None:
    """In Rennes one joins and one leaves, in Brest one joins; searches of both towns find nothing."""
    rennes, leaving, brest, back = (care.doctor_place(commune=code) for code in ("35238", "35238", "29019", "35238"))
    at = MONDAY - timedelta(days=3)
    changed(rennes, before=Via.NONE, after=Via.INDIVIDUAL, at=at)
    changed(leaving, before=Via.INDIVIDUAL, after=Via.NONE, at=at)
    changed(brest, before=Via.NONE, after=Via.INDIVIDUAL, at=at)
    # Undone meanwhile, then of the week before.
    changed(back, before=Via.NONE, after=Via.INDIVIDUAL, at=at)
    changed(back, before=Via.INDIVIDUAL, after=Via.NONE, at=at + timedelta(hours=1))
    changed(back, before=Via.INDIVIDUAL, after=Via.CPTS, at=MONDAY - timedelta(days=8))
    morning = datetime(2026, 11, 18, 9, 30)
    missed = {"results": 0, "slot": False}
    tell(
        [
            Asked(seed=1, local=morning, **missed),  # type: ignore[arg-type]
            Asked(seed=2, local=morning, activity="Sage-femme", **missed),  # type: ignore[arg-type]
            Asked(seed=3, local=morning),
            Asked(seed=4, local=morning, commune="29019", **missed),  # type: ignore[arg-type]
            Asked(seed=5, local=morning - timedelta(days=9), **missed),  # type: ignore[arg-type]
        ]
    )
    usage.keep_up(actor=Actor.SYSTEM, now=MONDAY - timedelta(hours=1))


def test_a_referent_reads_of_his_territory_what_changed_in_the_week(territory: int, referent: Actor) -> None:
    week_of(territory)
    choose(referent)
    assert send() == 1
    mail = OutgoingMail.objects.get(kind="digest")
    assert mail.to == User.objects.get(id=referent.user_id).email and mail.user_id == referent.user_id
    assert mail.subject.endswith("du lundi 16 novembre au dimanche 22 novembre 2026")
    for words in (
        "participent désormais : 1\nne participent plus : 1",
        "2 recherches sur 3 (67 %)",
        "Le plus souvent : Médecin généraliste (1), Sage-femme (1)",
        "Autour de : Rennes (2)",
        "/compte/resume",
    ):
        assert words in mail.text, words
    assert "Sage-femme (1)" in mail.html and 'href="' in mail.html
    for words in ("Brest", "ont changé", "Certificats", "MARTIN"):
        assert words not in mail.text


def test_an_administrator_reads_of_the_country_and_of_certificates(territory: int) -> None:
    week_of(territory)
    choose(care.account(Role.ADMINISTRATEUR))
    for name, days in (("soon", 20), ("later", 40)):
        editor = editor_accounts.editor(base_url=f"https://{name}.agenda.example")
        until = MONDAY + timedelta(days=days)
        directory.note_certificate(actor=Actor.SYSTEM, editor_id=editor, until=until, now=MONDAY)
    assert send() == 1
    text = OutgoingMail.objects.get(kind="digest").text
    assert "France entière" in text and "participent désormais : 2" in text
    assert "3 recherches sur 4 (75 %)" in text and "Surtout : Ille-et-Vilaine (2), Finistère (1)" in text
    assert " : 13/12/2026" in text and "02/01/2027" not in text


def test_a_quiet_week_is_told_as_such(referent: Actor) -> None:
    choose(referent)
    assert send() == 1
    text = OutgoingMail.objects.get(kind="digest").text
    assert "Aucun changement." in text and "Aucune recherche." in text
    tell([Asked(seed=1, local=datetime(2026, 11, 24, 9, 30))])
    usage.keep_up(actor=Actor.SYSTEM, now=MONDAY + timedelta(days=7, hours=-1))
    send(MONDAY + timedelta(days=7))
    assert "Aucune, sur 1 recherche." in OutgoingMail.objects.order_by("id")[1].text


def test_no_summary_leaves_before_its_days_are_counted(referent: Actor, territory: int) -> None:
    choose(referent)
    tell([Asked(seed=1, local=datetime(2026, 11, 18, 9, 30), results=0, slot=False)])
    assert operations.send_due(actor=Actor.SYSTEM, now=MONDAY) == 0
    assert send(MONDAY + timedelta(hours=1)) == 1


def test_nobody_is_written_without_having_asked(referent: Actor, territory: int) -> None:
    care.account(Role.GESTIONNAIRE_COMPTES, territories=(territory,))
    assert send() == 0
    choose(referent)
    choose(referent, Period.NONE)
    assert (send(), queries.chosen(actor=referent)) == (0, Period.NONE)


def test_a_summary_is_sent_once_whatever_runs_again(referent: Actor) -> None:
    choose(referent)
    assert [send(MONDAY + timedelta(hours=hours)) for hours in range(4)] == [1, 0, 0, 0]
    assert send(MONDAY + timedelta(days=7)) == 1
    assert OutgoingMail.objects.filter(kind="digest").count() == 2


def test_each_is_written_at_the_pace_that_he_chose(referent: Actor, territory: int) -> None:
    choose(referent, Period.MONTHLY)
    weekly = choose(care.account(Role.GESTIONNAIRE_COMPTES, territories=(territory,)))
    assert send() == 1 and OutgoingMail.objects.get(kind="digest").user_id == weekly.user_id
    assert send(MONDAY + timedelta(days=1)) == 0
    assert send(FIRST_OF_MONTH) == 1
    monthly = OutgoingMail.objects.get(kind="digest", user_id=referent.user_id)
    assert monthly.subject.endswith(", novembre 2026")


@pytest.mark.parametrize(
    "change",
    [{"is_active": False}, {"closed_at": MONDAY}, {"roles": []}, {"roles": [Role.REGULATEUR_OSNP.value]}],
)
def test_an_account_that_lost_its_rights_is_not_written(referent: Actor, change: dict[str, Any]) -> None:
    choose(referent)
    User.objects.filter(id=referent.user_id).update(**change)
    assert send() == 0


def test_a_referent_without_territory_is_told_nothing() -> None:
    choose(care.account(Role.REFERENT_TERRITORIAL))
    assert send() == 0


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (datetime(2026, 11, 23, 4, 59, tzinfo=UTC), []),
        (datetime(2026, 11, 23, 5, 0, tzinfo=UTC), [(Period.WEEKLY, date(2026, 11, 16), date(2026, 11, 22))]),
        (datetime(2026, 7, 6, 4, 0, tzinfo=UTC), [(Period.WEEKLY, date(2026, 6, 29), date(2026, 7, 5))]),
        (datetime(2026, 11, 24, 5, 0, tzinfo=UTC), []),
        (datetime(2026, 3, 1, 5, 0, tzinfo=UTC), [(Period.MONTHLY, date(2026, 2, 1), date(2026, 2, 28))]),
        (
            datetime(2026, 6, 1, 8, 0, tzinfo=UTC),
            [
                (Period.WEEKLY, date(2026, 5, 25), date(2026, 5, 31)),
                (Period.MONTHLY, date(2026, 5, 1), date(2026, 5, 31)),
            ],
        ),
    ],
)
def test_a_morning_tells_whole_weeks_and_months(now: datetime, told: list[tuple[Period, date, date]]) -> None:
    assert [(one.period, one.first, one.last) for one in rules.due(now)] == told


@pytest.mark.parametrize("role", [Role.EFFECTEUR, Role.REGULATEUR_OSNP, Role.IOA, Role.GESTIONNAIRE_STRUCTURE])
def test_others_have_no_choice_to_make(role: Role) -> None:
    actor = care.account(role)
    with pytest.raises(Refused, match="résumés sont envoyés"):
        operations.choose(actor=actor, period=Period.WEEKLY, now=MONDAY)
    with pytest.raises(Refused, match="résumés sont envoyés"):
        queries.chosen(actor=actor)


def test_the_choice_leaves_its_trace_and_only_the_platform_sends(referent: Actor) -> None:
    choose(referent, Period.MONTHLY)
    entry = AuditEntry.objects.get(verb="choose_digest")
    assert (entry.subject, entry.subject_id, entry.details) == ("user", str(referent.user_id), {"period": "monthly"})
    with pytest.raises(Refused, match="par la plateforme"):
        operations.send_due(actor=referent, now=MONDAY)
