"""Administrators are written to before a certificate ends: once at each step, and never too late for want of a run."""

from datetime import datetime, timedelta

import pytest

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.directory import operations as directory
from sas.rooms.editors import operations
from sas.rooms.editors.rules import step
from sas.rooms.journal.models import AuditEntry
from sas.rooms.outbox.models import OutgoingMail
from tests.factories import care, editor_accounts

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def warned(now: datetime) -> int:
    return operations.warn_of_certificates(actor=Actor.SYSTEM, now=now)


def test_each_administrator_is_written_to_once_at_each_step(now: datetime) -> None:
    for role in (Role.ADMINISTRATEUR, Role.ADMINISTRATEUR_NATIONAL, Role.REFERENT_TERRITORIAL):
        care.account(role, territories=(care.territory(),))
    editor_id = editor_accounts.editor("Agenda Santé", base_url="https://fhir.agenda.example")
    end = now + 31 * DAY
    directory.note_certificate(actor=Actor.SYSTEM, editor_id=editor_id, until=end, now=now)
    posted = {days: warned(end - days * DAY) for days in (31, 30, 29, 14, 13, 7, 6, 2, 1, 0, -1)}
    assert posted == {31: 0, 30: 2, 29: 0, 14: 2, 13: 0, 7: 2, 6: 0, 2: 0, 1: 2, 0: 0, -1: 0}
    mail = OutgoingMail.objects.order_by("id")[0]
    assert mail.subject == "Certificat à renouveler : certificat du serveur de Agenda Santé"
    assert "finit dans 30 jours : certificat du serveur de Agenda Santé" in " ".join(mail.text.split())
    assert "/administration/editeurs/certificats" in mail.text
    trace = AuditEntry.objects.filter(verb="warn_of_certificate").order_by("id")[0]
    assert (trace.subject_id, trace.details) == (str(editor_id), {"part": "editor", "days": 30, "mails": 2})


def test_a_new_certificate_starts_again_and_an_editor_that_is_not_called_is_no_alarm(now: datetime) -> None:
    care.account(Role.ADMINISTRATEUR)
    editor_id = editor_accounts.editor(base_url="https://fhir.agenda.example")
    silent = editor_accounts.editor(base_url="https://fhir.other.example", active=False)
    for one in (editor_id, silent):
        directory.note_certificate(actor=Actor.SYSTEM, editor_id=one, until=now + 5 * DAY, now=now)
    assert (warned(now), warned(now)) == (1, 0)
    directory.note_certificate(actor=Actor.SYSTEM, editor_id=editor_id, until=now + 6 * DAY, now=now)
    assert warned(now) == 1


def test_the_nearest_step_alone_is_told(now: datetime) -> None:
    told = {days: step(now + timedelta(days=days), now=now) for days in (40, 30, 20, 14, 10, 7, 3, 1, -5)}
    assert told == {40: None, 30: 30, 20: 30, 14: 14, 10: 14, 7: 7, 3: 7, 1: 1, -5: 1}
    assert step(None, now=now) is None


def test_the_platform_alone_warns(now: datetime) -> None:
    with pytest.raises(Refused):
        operations.warn_of_certificates(actor=Actor(user_id=1, roles=frozenset({Role.ADMINISTRATEUR})), now=now)
