"""What an operator types about accounts, and what the nights remove."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from procrastinate.contrib.django import app

from sas.actor import Actor, Role
from sas.rooms.accounts import operations
from sas.rooms.accounts.enums import LinkPurpose
from sas.rooms.accounts.models import OneTimeLink, OpenSession, SignInGuard, TermsVersion, User
from sas.rooms.outbox.models import OutgoingMail
from sas.rooms.protection import operations as protection
from tests.factories import care
from tests.factories.credentials import NEW_PASSWORD, link
from tests.factories.mail import run_worker

pytestmark = pytest.mark.django_db(transaction=True)
WHO = ("--family-name", "Duprat", "--given-name", "Alain")


def typed(*words: str) -> str:
    said = StringIO()
    call_command(*words, stdout=said)
    return said.getvalue()


def test_the_first_administrator_is_made_with_a_link_and_no_mail() -> None:
    said = typed("create_admin", "Alain.Duprat@sas.example", *WHO)
    user = User.objects.get()
    assert (user.email, user.roles, user.password_set_at) == ("alain.duprat@sas.example", [Role.ADMINISTRATEUR], None)
    assert OutgoingMail.objects.count() == 0
    path = "/" + said.splitlines()[-1].split("/", 3)[3]
    client = Client()
    assert client.post(path, {"password": NEW_PASSWORD})["Location"] == "/sas/"
    assert client.get("/administration/courriels").status_code == 200


@pytest.mark.parametrize(("address", "said"), [("alain", "pas complète"), ("alain@sas.example", "déjà utilisée")])
def test_an_address_that_cannot_be_taken_is_told(address: str, said: str) -> None:
    typed("create_admin", "alain@sas.example", *WHO)
    with pytest.raises(CommandError, match=said):
        typed("create_admin", address, *WHO)
    assert User.objects.count() == 1


def test_a_version_of_the_terms_is_published_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "cgu.txt"
    for text, number in (("# Un", 1), ("# Deux", 2)):
        path.write_text(text, encoding="utf-8")
        assert typed("publish_terms", str(path)) == f"CGU publiées : version {number}.\n"
    assert list(TermsVersion.objects.order_by("number").values_list("text", flat=True)) == ["# Un", "# Deux"]
    path.write_bytes(b"\xff\xfe\xe9")
    for wrong, said in ((path, "UTF-8"), (tmp_path / "absent.txt", "UTF-8")):
        with pytest.raises(CommandError, match=said):
            typed("publish_terms", str(wrong))
    path.write_text(" ")
    with pytest.raises(CommandError, match="vide"):
        typed("publish_terms", str(path))


def test_the_nights_remove_what_nobody_can_use_any_more(now: datetime) -> None:
    user = User.objects.get(id=care.regulator().user_id)
    for key, lives in (("vivante", 1), ("passee", -1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(hours=lives))
        OpenSession.objects.create(user=user, session_key=key, means="password", opened_at=now)
    OpenSession.objects.create(user=user, session_key="sortie", means="password", opened_at=now)
    for days in (0, 29, 31):
        link(LinkPurpose.RESET, user=user, now=now - timedelta(days=days, hours=1))
    operations.ask_reset(actor=Actor.NOBODY, email="personne@ailleurs.example", now=now - timedelta(hours=25))
    operations.ask_reset(actor=Actor.NOBODY, email="personne@ailleurs.example", now=now)
    for hours in (23, 25):
        SignInGuard.objects.create(key=f"{hours}", updated_at=now - timedelta(hours=hours))
    counts = protection.purge(actor=Actor.SYSTEM, now=now).counts
    assert [counts[kind] for kind in ("sessions", "links", "demands", "failures")] == [2, 1, 1, 1]
    assert [one.session_key for one in Session.objects.all()] == ["vivante"]
    assert [one.session_key for one in OpenSession.objects.all()] == ["vivante"]
    assert (OneTimeLink.objects.count(), SignInGuard.objects.get().key) == (3, "23")


@pytest.mark.parametrize("task", ["remind_passwords", "follow_inactivity", "purge", "tidy_assistance"])
def test_each_job_runs(task: str) -> None:
    user = User.objects.get(id=care.regulator().user_id)
    User.objects.filter(id=user.id).update(last_login=datetime.now(UTC) - timedelta(days=300))
    app.configure_task(f"sas.worker.tasks.{task}").defer(timestamp=0)
    run_worker()
    assert User.objects.get(id=user.id).inactivity_step == int(task == "follow_inactivity")
