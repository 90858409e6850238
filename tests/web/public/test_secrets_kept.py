"""Nobody learns from the sign-in or the forgotten password whether an address has an account (F-027)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sas.rooms.accounts.models import OneTimeLink, User
from sas.rooms.outbox.models import OutgoingMail
from tests.factories import care
from tests.factories.credentials import invited
from tests.factories.mail import run_worker

pytestmark = pytest.mark.django_db(transaction=True)
KINDS = ("unknown", "known", "inactive", "without role", "without password", "closed", "locked")


def address(kind: str) -> str:
    """An address of this kind; every address but an unknown one has an account."""
    if kind == "unknown":
        return "personne@ailleurs.example"
    user = invited() if kind == "without password" else User.objects.get(id=care.regulator().user_id)
    changes: dict[str, Any] = {"inactive": {"is_active": False}, "without role": {"roles": []}}
    changes["closed"] = {"is_active": False, "roles": []}
    User.objects.filter(id=user.id).update(**changes.get(kind, {"is_active": True}))
    for _ in range(5 if kind == "locked" else 0):
        sign_in(user.email)
    OutgoingMail.objects.all().delete()
    return user.email


def sign_in(email: str) -> Any:
    return Client().post("/connexion", {"email": email, "password": "Faux-mot-de-passe-1"})


def forget(email: str) -> Any:
    return Client().post("/mot-de-passe/oublie", {"email": email})


def seen(act: Callable[[str], Any], email: str) -> tuple[Any, ...]:
    """All that a visitor sees, without the address typed and the form's protection, and how many statements it took."""
    with CaptureQueriesContext(connection) as asked:
        answer = act(email)
    page = answer.content.decode().replace(email, "ADRESSE")
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    own = {"Content-Length", "X-Request-Id"}
    headers = {name: value for name, value in answer.headers.items() if name not in own}
    return answer.status_code, page, headers, sorted(answer.cookies), len(asked.captured_queries)


@pytest.mark.shows("F-018", "F-027")
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "locked"])
def test_a_refused_sign_in_is_the_same_for_every_address(kind: str) -> None:
    assert seen(sign_in, address(kind)) == seen(sign_in, "quelqu-un@ailleurs.example")


@pytest.mark.shows("F-027")
def test_the_lock_is_the_same_with_and_without_an_account() -> None:
    for _ in range(5):
        sign_in("personne@ailleurs.example")
    assert seen(sign_in, address("locked")) == seen(sign_in, "personne@ailleurs.example")


@pytest.mark.shows("F-018")
@pytest.mark.parametrize("kind", KINDS)
def test_the_forgotten_password_answers_the_same_for_every_address(kind: str) -> None:
    email = address(kind)
    told = seen(forget, email)
    assert told == seen(forget, "quelqu-un@ailleurs.example")
    assert told[0] == 303
    assert OutgoingMail.objects.count() == 0


@pytest.mark.shows("F-018", "F-026")
@pytest.mark.parametrize("kind", KINDS)
def test_only_the_worker_writes_and_only_to_whoever_may_enter(kind: str) -> None:
    email = address(kind)
    forget(email)
    run_worker()
    written = kind in {"known", "without password", "locked"}
    assert list(OutgoingMail.objects.values_list("to", flat=True)) == ([email] if written else [])
    assert OneTimeLink.objects.filter(user__isnull=True).count() == 0
