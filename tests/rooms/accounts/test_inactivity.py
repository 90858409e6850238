"""Accounts that nobody uses, and passwords that expire: mails that leave on time, once, and what they promise."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sas.actor import Actor, Role
from sas.rooms.accounts import operations, rules
from sas.rooms.accounts.models import OpenSession, User
from sas.rooms.journal.models import AuditEntry
from sas.rooms.outbox.models import OutgoingMail
from tests.factories import care
from tests.factories.mail import Inbox, inbox, run_worker

__all__ = ["inbox"]
pytestmark = pytest.mark.django_db(transaction=True)
SINCE = datetime(2026, 6, 30, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


@pytest.fixture(params=["signed in", "never"])
def sleeper(request: Any) -> User:
    """Somebody who came for the last time, or whose account was made, on 30 June 2026."""
    user = User.objects.get(id=care.account(Role.EFFECTEUR, Role.IOA).user_id)
    last = SINCE if request.param == "signed in" else None
    made = SINCE - 400 * DAY if request.param == "signed in" else SINCE
    User.objects.filter(id=user.id).update(last_login=last, created_at=made)
    return user


def follow(now: datetime) -> int:
    return operations.follow_inactivity(actor=Actor.SYSTEM, now=now)


def kinds() -> list[str]:
    return list(OutgoingMail.objects.order_by("id").values_list("kind", flat=True))


@pytest.mark.shows("F-025")
def test_each_step_is_taken_at_its_instant_and_not_a_second_before(sleeper: User) -> None:
    first, second = datetime(2027, 2, 28, 9, 0, tzinfo=UTC), datetime(2027, 3, 30, 9, 0, tzinfo=UTC)
    for count, due in enumerate((first, second, second + 7 * DAY), start=1):
        assert follow(due - SECOND) == 0
        assert follow(due) == 1
        assert follow(due) == 0
        assert len(kinds()) == count
    assert kinds() == ["inactivity_1", "inactivity_2", "inactivity_3"]
    assert follow(second + 400 * DAY) == 0


@pytest.mark.shows("F-025")
def test_the_last_step_removes_the_rights_and_ends_the_sessions(sleeper: User) -> None:
    User.objects.filter(id=sleeper.id).update(inactivity_step=2, inactivity_step_at=datetime(2027, 3, 30, tzinfo=UTC))
    OpenSession.objects.create(user=sleeper, session_key="k", means="password", opened_at=SINCE)
    assert follow(datetime(2027, 4, 6, 9, 0, tzinfo=UTC)) == 1
    kept = User.objects.get(id=sleeper.id)
    assert (kept.roles, kept.is_active, OpenSession.objects.count()) == ([], True, 0)
    trace = AuditEntry.objects.get(verb="remove_rights")
    assert (trace.subject_id, trace.details) == (str(sleeper.id), {"roles": ["effecteur", "ioa"]})


@pytest.mark.shows("F-025")
def test_missed_days_are_caught_up_one_step_at_a_time_and_no_promise_is_broken(sleeper: User) -> None:
    back = datetime(2028, 1, 1, 5, 20, tzinfo=UTC)
    taken = [day for day in range(60) if follow(back + day * DAY)]
    assert taken == [0, 23, 30]
    assert [entry.details["step"] for entry in AuditEntry.objects.filter(verb="warn_inactivity").order_by("id")] == [
        1,
        2,
    ]


@pytest.mark.shows("F-025")
def test_a_sign_in_starts_the_count_anew(sleeper: User) -> None:
    assert follow(datetime(2027, 2, 28, 9, 0, tzinfo=UTC)) == 1
    back = datetime(2027, 3, 29, 9, 0, tzinfo=UTC)
    operations.sign_in(actor=Actor.NOBODY, email=sleeper.email, password=care.PASSWORD, now=back)
    assert follow(datetime(2027, 3, 30, 9, 0, tzinfo=UTC)) == 0
    user = User.objects.get(id=sleeper.id)
    assert (user.last_login, user.inactivity_step, user.inactivity_step_at) == (back, 0, None)
    assert follow(rules.after_months(back, 8)) == 1


def test_rights_given_back_and_never_used_count_from_their_removal(sleeper: User) -> None:
    removed = datetime(2027, 4, 6, 9, 0, tzinfo=UTC)
    User.objects.filter(id=sleeper.id).update(inactivity_step=3, inactivity_step_at=removed, roles=[])
    assert follow(removed + 400 * DAY) == 0
    User.objects.filter(id=sleeper.id).update(roles=["ioa"])
    due = datetime(2027, 12, 6, 9, 0, tzinfo=UTC)
    assert [follow(due - SECOND), follow(due), follow(due + 22 * DAY), follow(due + 23 * DAY)] == [0, 1, 0, 1]
    assert [follow(due + 30 * DAY - SECOND), follow(due + 30 * DAY)] == [0, 1]
    assert User.objects.get(id=sleeper.id).roles == []


@pytest.mark.parametrize("change", [{"is_active": False}, {"roles": []}, {"closed_at": SINCE, "is_active": False}])
def test_whoever_may_not_enter_anyway_is_not_written_to(sleeper: User, change: dict[str, Any]) -> None:
    User.objects.filter(id=sleeper.id).update(**change)
    assert follow(SINCE + 400 * DAY) == 0
    assert kinds() == []


@pytest.mark.shows("F-025")
def test_the_three_mails_are_read(inbox: Inbox) -> None:
    user = User.objects.get(id=care.regulator().user_id)
    now = datetime.now(UTC)
    for step in range(3):
        User.objects.filter(id=user.id).update(
            last_login=now - 400 * DAY, inactivity_step=step, inactivity_step_at=now - 100 * DAY
        )
        follow(now)
    run_worker()
    texts = [mail.get_body(("plain",)).get_content() for mail in inbox.mails]
    assert all(mail["To"] == user.email for mail in inbox.mails)
    assert "Il vous reste au moins 30 jours" in texts[0] and "/connexion" in texts[0]
    assert "Il vous reste au moins 7 jours" in texts[1]
    assert "vos droits viennent d'être retirés" in texts[2]


@pytest.fixture
def expiring(settings: Any) -> User:
    """Somebody whose password was chosen on 30 June 2026, on a platform where it lasts four months."""
    settings.PASSWORD_MONTHS, settings.PASSWORD_REMINDER_MONTHS = 4, 3
    user = User.objects.get(id=care.regulator().user_id)
    User.objects.filter(id=user.id).update(password_set_at=SINCE)
    return user


def remind(now: datetime) -> int:
    return operations.remind_passwords(actor=Actor.SYSTEM, now=now)


@pytest.mark.shows("F-019")
def test_a_password_is_reminded_of_once_after_three_months(expiring: User) -> None:
    due = datetime(2026, 9, 30, 9, 0, tzinfo=UTC)
    assert [remind(due - SECOND), remind(due), remind(due), remind(due + DAY)] == [0, 1, 0, 0]
    assert kinds() == ["password_reminder"]


@pytest.mark.shows("F-019")
def test_a_missed_reminder_is_caught_up_until_the_password_expires(expiring: User) -> None:
    expires_at = datetime(2026, 10, 30, 9, 0, tzinfo=UTC)
    assert remind(expires_at) == 0
    assert remind(expires_at - SECOND) == 1


@pytest.mark.parametrize("never", [{"PASSWORD_MONTHS": 0}, {"PASSWORD_REMINDER_MONTHS": 0}])
def test_zero_months_is_never(expiring: User, settings: Any, never: dict[str, int]) -> None:
    for name, value in never.items():
        setattr(settings, name, value)
    assert remind(datetime(2026, 10, 15, tzinfo=UTC)) == 0


def test_an_account_without_a_password_is_not_reminded_of_one(expiring: User) -> None:
    User.objects.filter(id=expiring.id).update(password_set_at=None)
    assert remind(datetime(2026, 10, 15, tzinfo=UTC)) == 0


@pytest.mark.shows("F-019")
def test_the_reminder_is_read(expiring: User, inbox: Inbox) -> None:
    now = datetime.now(UTC)
    User.objects.filter(id=expiring.id).update(password_set_at=now - 100 * DAY)
    assert remind(now) == 1
    run_worker()
    (mail,) = inbox.mails
    assert mail["Subject"].strip() == "Votre mot de passe expire bientôt"
    assert "/identifiants/mot-de-passe" in mail.get_body(("plain",)).get_content()
