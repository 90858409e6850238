"""Mails to whoever keeps the place: who, what, and never anything of a patient nor of the regulator."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.accounts.models import User
from sas.rooms.directory.models import Place, Structure
from sas.rooms.orientation import operations, queries
from sas.rooms.outbox.models import OutgoingMail
from tests.factories import care
from tests.factories.agenda import make_place
from tests.factories.mail import Inbox, inbox, run_worker
from tests.rooms.orientation.conftest import TODAY, Scene

__all__ = ["inbox"]


def orient(scene: Scene, now: datetime) -> int:
    made = operations.orient(actor=scene.regulator, key=uuid4(), slot_id=scene.plage, day=TODAY, modality=None, now=now)
    assert made.orientation_id
    return made.orientation_id


def email(actor: Actor) -> str:
    return User.objects.get(id=actor.user_id).email


@pytest.mark.shows("F-087")
@pytest.mark.django_db(transaction=True)
def test_the_effecteur_reads_of_an_orientation_then_of_its_cancellation(
    scene: Scene, now: datetime, inbox: Inbox
) -> None:
    made = orient(scene, now)
    operations.cancel(actor=scene.regulator, orientation_id=made, now=now)
    run_worker()
    received, cancelled = inbox.mails
    about = "lundi 23 novembre 2026, 14h00 - 16h00, Dr Claire MARTIN"
    assert received["Subject"].strip() == f"Nouvelle orientation : {about}"
    assert cancelled["Subject"].strip() == f"Orientation annulée : {about}"
    for mail in inbox.mails:
        text = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
        assert mail["To"] == email(scene.owner)
        assert f"{scene.place.address}, {scene.place.postal_code} Rennes" in text
        assert "Date : lundi 23 novembre 2026\nHeure : 14h00 - 16h00 (heure du lieu)" in text
        assert "Type : plage horaire (1/3), Consultation en cabinet" in text
        assert f"/sas/agenda/{scene.place.id}/orientations?semaine=2026-11-23" in text
        assert "/sas/orientations-recues/courriels" in text
        assert scene.regulator.name not in str(mail)


def test_en_sus_says_so(scene: Scene, now: datetime) -> None:
    operations.orient_surnumeraire(
        actor=scene.regulator, key=uuid4(), place_id=scene.place.id, local=datetime(2026, 11, 24, 10, 15), now=now
    )
    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.user_id) == ("orientation_received", scene.owner.user_id)
    assert "Heure : 10h15 (heure du lieu)\nType : en sus de vos disponibilités" in mail.text


def test_a_refusal_is_kept_and_taken_back(scene: Scene, now: datetime) -> None:
    assert queries.wants_notice(actor=scene.owner)
    operations.choose_notice(actor=scene.owner, wanted=False, now=now)
    assert not queries.wants_notice(actor=scene.owner)
    operations.cancel(actor=scene.regulator, orientation_id=orient(scene, now), now=now)
    assert OutgoingMail.objects.count() == 0
    operations.choose_notice(actor=scene.owner, wanted=True, now=now)
    orient(scene, now)
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("role", [Role.DELEGATAIRE, Role.REGULATEUR_OSNP, Role.ADMINISTRATEUR])
@pytest.mark.django_db
def test_only_those_who_are_written_choose(role: Role, now: datetime) -> None:
    somebody = care.account(role)
    with pytest.raises(Refused):
        operations.choose_notice(actor=somebody, wanted=False, now=now)
    with pytest.raises(Refused):
        queries.wants_notice(actor=somebody)


def test_the_managers_of_a_structure_are_written_and_nobody_else(scene: Scene, now: datetime) -> None:
    centre = Structure.objects.create(kind="cds", name="CDS", name_key="cds", finess="350000022", source_key="cds-2")
    place = make_place(structure=centre)
    managers = [care.account(Role.GESTIONNAIRE_STRUCTURE) for _ in range(3)]
    care.account(Role.GESTIONNAIRE_STRUCTURE)
    regulator_too = care.account(Role.REGULATEUR_OSNP)
    for actor in (*managers, regulator_too):
        User.objects.get(id=actor.user_id).structures.add(centre)
    User.objects.filter(id=managers[2].user_id).update(is_active=False)
    operations.choose_notice(actor=managers[1], wanted=False, now=now)
    Place.objects.filter(id=scene.place.id).update(professional=None, structure=centre)
    orient(scene, now)
    assert list(OutgoingMail.objects.values_list("to", flat=True)) == [email(managers[0])]
    assert place.id != scene.place.id


def test_an_account_that_is_closed_or_lost_its_role_is_not_written(scene: Scene, now: datetime) -> None:
    User.objects.filter(id=scene.owner.user_id).update(roles=["ioa"])
    orient(scene, now)
    User.objects.filter(id=scene.owner.user_id).update(roles=["effecteur"], is_active=False)
    orient(scene, now)
    assert OutgoingMail.objects.count() == 0


def test_an_orientation_that_is_not_made_writes_nobody(scene: Scene, now: datetime) -> None:
    key = uuid4()
    for _ in range(2):
        operations.orient(actor=scene.regulator, key=key, slot_id=scene.plage, day=TODAY, modality=None, now=now)
    with pytest.raises(Impossible):
        operations.orient(actor=scene.regulator, key=key, slot_id=scene.plage + 1, day=TODAY, modality=None, now=now)
    assert OutgoingMail.objects.count() == 1


def test_writing_costs_one_query_for_the_keepers_and_one_for_their_choice(scene: Scene, now: datetime) -> None:
    with CaptureQueriesContext(connection) as captured:
        orient(scene, now)
    told = [one["sql"] for one in captured]
    assert sum("from accounts_user" in sql for sql in told) == 1
    assert sum("orientation_orientationnotice" in sql for sql in told) == 1
    assert sum("outbox_outgoingmail" in sql for sql in told) == 1
