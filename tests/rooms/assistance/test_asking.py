"""Asking for help: what is kept, who is written to, what is told, and nothing at all of what is refused."""

import logging
from datetime import datetime, timedelta
from typing import Any

import pytest

from sas.actor import Actor, Role
from sas.adapters.antivirus import client as antivirus
from sas.errors import Impossible, Unavailable
from sas.rooms.accounts.models import User
from sas.rooms.assistance import rules
from sas.rooms.assistance.enums import Desk, Topic
from sas.rooms.assistance.models import AssistanceFile, AssistanceRequest
from sas.rooms.assistance.rules.files import GivenFile
from sas.rooms.journal.models import AuditEntry
from sas.rooms.outbox.models import OutgoingMail
from tests.factories import attachments, care
from tests.factories.assistance import Scene, asked, make_scene

pytestmark = pytest.mark.django_db
FILES = [GivenFile("a.pdf", attachments.pdf()), GivenFile("b.png", attachments.png())]


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def nothing_kept() -> bool:
    models = (AssistanceRequest, AssistanceFile, OutgoingMail)
    return not any(model.objects.exists() for model in models) and not _traces()


def _traces() -> Any:
    return AuditEntry.objects.filter(verb="ask_assistance")


@pytest.mark.shows("F-242", "F-243", "F-244")
def test_a_request_is_kept_with_its_files_and_a_trace_without_words(scene: Scene, now: datetime) -> None:
    made = asked(now=now, files=FILES, territory_id=scene.territory, email="anne@sas.example")
    row = AssistanceRequest.objects.get(id=made)
    assert (row.state, row.desk, row.sender_id, row.territory_id) == ("new", "accounts", None, scene.territory)
    kept = AssistanceFile.objects.filter(request=row).order_by("id")
    assert [(one.name, one.kind, one.size, bytes(one.content)) for one in kept] == [
        ("a.pdf", "pdf", len(FILES[0].content), FILES[0].content),
        ("b.png", "png", len(FILES[1].content), FILES[1].content),
    ]
    told = {"topic": "login", "desk": "accounts", "files": 2, "written_to": 1}
    assert [(one.subject_id, one.details) for one in _traces()] == [(str(made), told)]


@pytest.mark.shows("F-244")
@pytest.mark.parametrize("topic", Topic)
def test_each_topic_reaches_those_who_hold_its_desk(topic: Topic, scene: Scene, now: datetime) -> None:
    away = care.account(Role.GESTIONNAIRE_COMPTES, Role.REFERENT_TERRITORIAL, territories=(care.territory(),))
    made = asked(topic, now=now, territory_id=scene.territory)
    holders = {"accounts": scene.manager, "territory": scene.referent, "technical": scene.technical}
    mails = OutgoingMail.objects.filter(kind="assistance_new")
    desk = AssistanceRequest.objects.get(id=made).desk
    assert [mail.user_id for mail in mails] == [holders[desk].user_id] != [away.user_id]
    text = mails.get().text
    assert f"SAS-2026-{made:06d}" in text and topic.label in text and f"/administration/assistance/{made}" in text
    assert not any(word in text for word in ("Petit", "Anne", "anne", "02 61", "mot de passe."))


@pytest.mark.shows("F-244")
def test_where_nobody_holds_the_desk_national_administrators_are_written_to(scene: Scene, now: datetime) -> None:
    empty = care.territory(departements=("44",))
    User.objects.filter(id=scene.manager.user_id).update(is_active=False)
    for territory in (empty, None, scene.territory):
        made = asked(Topic.ACCOUNT_NEW, now=now, territory_id=territory)
        assert AssistanceRequest.objects.get(id=made).desk == Desk.NATIONAL
    mails = OutgoingMail.objects.filter(kind="assistance_new").order_by("id")
    assert [mail.user_id for mail in mails] == [scene.national.user_id] * 3
    User.objects.filter(id=scene.national.user_id).update(is_active=False)
    asked(Topic.ACCOUNT_NEW, now=now)
    assert mails.last().user_id == scene.technical.user_id  # type: ignore[union-attr]


@pytest.mark.shows("F-244")
def test_a_visitor_is_sent_the_number_and_whoever_is_signed_in_a_copy(scene: Scene, now: datetime) -> None:
    """An address that was only typed is anybody's: the form writes nothing of its own there."""
    own = User.objects.get(id=scene.referent.user_id).email
    about = {"now": now, "territory_id": scene.territory, "message": "Achetez ici\nvite"}
    for actor, email, kind in (
        (Actor.NOBODY, own, "assistance_received"),
        (scene.referent, own, "assistance_copy"),
        (scene.referent, "autre@sas.example", "assistance_received"),
    ):
        made = asked(actor=actor, email=email, **about)
        mail = OutgoingMail.objects.filter(to=email, kind__in=["assistance_received", "assistance_copy"]).latest("id")
        assert (mail.kind, f"SAS-2026-{made:06d}" in mail.subject) == (kind, True)
        assert ("Achetez ici\nvite" in mail.text) is (kind == "assistance_copy")
        assert AssistanceRequest.objects.get(id=made).sender_id == actor.user_id


def test_a_territory_that_is_gone_is_told(now: datetime) -> None:
    with pytest.raises(Impossible) as refused:
        asked(now=now, territory_id=0)
    assert refused.value.field == "territory" and nothing_kept()


@pytest.mark.shows("F-243")
def test_nothing_is_kept_of_what_is_refused(now: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.CLAMD_URL = "unix:///nowhere"
    seen: list[bytes] = []

    def infection(content: bytes) -> str:
        seen.append(content)
        if len(seen) == 1:
            return ""
        if len(seen) == 2:
            return "Sas.Test"
        raise Unavailable("L'antivirus")

    monkeypatch.setattr(antivirus, "infection", infection)
    cases = (
        ({"files": [*FILES, GivenFile("c.exe", b"MZ")]}, "files", "c.exe"),
        ({"files": FILES}, "files", "« b.png » est signalé par l'antivirus"),
        ({"files": FILES}, "files", "réessayez dans un instant, ou envoyez votre demande sans pièce jointe"),
        ({"message": "a" * 2001, "files": FILES}, "message", "2000 au plus"),
    )
    for fields, field, sentence in cases:
        with pytest.raises(Impossible) as refused:
            asked(now=now, **fields)  # type: ignore[arg-type]
        assert (refused.value.field, sentence in refused.value.reason) == (field, True)
        assert nothing_kept()
    assert seen == [FILES[0].content, FILES[1].content, FILES[0].content]


def test_requests_are_bounded_by_account_network_and_address(
    scene: Scene, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (rules.MOST_A_DAY, rules.MOST_FROM_A_NETWORK) == (10, 30)
    monkeypatch.setattr(rules, "MOST_A_DAY", 2)
    monkeypatch.setattr(rules, "MOST_FROM_A_NETWORK", 3)
    for _ in range(2):
        asked(now=now, actor=scene.referent)
        asked(now=now, email="anne@sas.example")
    for fields in ({"actor": scene.referent}, {"email": "anne@sas.example", "network": "192.0.2.9"}):
        with pytest.raises(Impossible, match="vingt-quatre heures"):
            asked(now=now, **fields)  # type: ignore[arg-type]
    asked(now=now)
    with pytest.raises(Impossible, match="vingt-quatre heures"):
        asked(now=now)
    asked(now=now, network="192.0.2.9")
    asked(now=now + timedelta(days=1, seconds=1), actor=scene.referent)
    origins = set(AssistanceRequest.objects.values_list("origin", flat=True))
    assert len(origins) == 3 and not any("192.0.2" in one for one in origins)


def test_no_word_of_a_request_reaches_the_logs(now: datetime, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        asked(now=now, files=FILES, message="Rue des Lilas", email="anne@sas.example")
    assert not [line for line in caplog.text.splitlines() if "Lilas" in line or "anne@" in line]
