"""What is held on an account is told to its person, whole: every column that names an account is decided (F-270)."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.held import Held
from sas.rooms.accounts.models import User
from sas.rooms.indicators.models import MonthFact
from sas.rooms.journal.models import AuditEntry
from sas.rooms.protection import operations
from sas.web.public.own_data_words import COLUMNS, KINDS
from tests.factories import care, houses
from tests.rooms.protection.owning import PICTURE, owner

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-270")]

TOLD = {
    "accounts.BulkCreation.author": "account_files",
    "accounts.BulkLine.user": "account_file_lines",
    "accounts.CardIdentity.user": "card",
    "accounts.Delegation.delegate": "attachments",
    "accounts.DelegationComment.author": "delegation_comments",
    "accounts.DelegationRequest.decided_by": "delegation_decisions",
    "accounts.DelegationRequest.delegate": "delegation_received",
    "accounts.DelegationRequest.requester": "delegation_requests",
    "accounts.LoginGrant.user": "editor_logins",
    "accounts.OneTimeLink.user": "links",
    "accounts.OpenSession.user": "sessions",
    "accounts.RegulatorIdentity.user": "regulator_number",
    "accounts.TermsAcceptance.user": "acceptances",
    "accounts.User_structures.user": "attachments",
    "accounts.User_territories.user": "attachments",
    "assistance.AssistanceAnswer.author": "assistance_written",
    "assistance.AssistanceRequest.sender": "assistance_requests",
    "assistance.AssistanceRequest.taken_by": "assistance_taken",
    "availability.AgendaChange.user_id": "agenda_changes",
    "digests.DigestChoice.user": "digests",
    "exchanges.EditorAccount.user_id": "editor_accounts",
    "extracts.Extract.author": "extracts",
    "help.HelpVersion.author_id": "faq",
    "journal.AuditEntry.user_id": "acts",
    "offer.KeptSearch.account_id": "searches",
    "offer.Rebuild.asked_by_id": "rebuilds",
    "orientation.Orientation.author": "orientations",
    "orientation.OrientationEvent.by": "orientation_steps",
    "orientation.OrientationMember.named_by": "orientation_members",
    "orientation.OrientationNotice.user": "orientation_notices",
    "orientation.OrientationRequest.author": "orientation_forms",
    "outbox.OutgoingMail.user_id": "mails",
    "participation.ParticipationChange.user_id": "participation_changes",
    "texts.TextVersion.author_id": "texts",
    "training.TrainingBlock.author_id": "training_blocks",
    "training.TrainingPage.author_id": "training_pages",
}
"""Each column that names an account, and the kind of the file that tells what it is about."""

LEFT_OUT: dict[str, str] = {}
"""Columns that the file leaves out, each with its reason: none yet."""

_NAMES_AN_ACCOUNT = re.compile(r"(^|_)(user|account|author|by|owner|sender|requester|delegate)_id$")


def columns() -> Iterator[Any]:
    for room in settings.ROOMS:
        for model in apps.get_app_config(room).get_models(include_auto_created=True):
            yield from model._meta.concrete_fields


def taken(actor: Actor, now: datetime) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = {}

    def into(one: Held) -> int:
        found[one.kind] = [dict(row) for row in one.rows]
        return len(found[one.kind])

    count = operations.take_own_data(actor=actor, into=into, now=now)
    assert count == sum(map(len, found.values()))
    return found


def test_every_column_that_names_an_account_is_told_or_left_out_for_a_reason() -> None:
    naming = {
        f"{field.model._meta.label}.{field.name}"
        for field in columns()
        if field.related_model is User or (not field.is_relation and _NAMES_AN_ACCOUNT.search(field.name))
    }
    assert naming == {*TOLD, *LEFT_OUT} and not set(TOLD) & set(LEFT_OUT)
    assert set(TOLD.values()) <= set(KINDS)


def test_the_file_holds_everything_of_somebody_who_did_everything_in_words_and_no_secret(now: datetime) -> None:
    actor = owner(now)
    found = taken(actor, now)
    assert list(found) == list(KINDS)
    assert [kind for kind, rows in found.items() if not rows] == []
    assert {column for rows in found.values() for column in rows[0]} == set(COLUMNS)
    (account,) = found["account"]
    assert account["roles"] == ["SAS - Effecteur", "SAS - Régulateur-OSNP", "SAS - Administrateur"]
    assert account["commune"] and account["cpx_number"] == "CPX9"
    assert found["orientations"][0]["state"] == "Orientation enregistrée"
    assert bytes(found["assistance_files"][0]["content"]) == PICTURE  # type: ignore[call-overload]
    user, text = User.objects.get(id=actor.user_id), repr(found)
    assert user.password not in text and "token_hash" not in text and "card_tokens" not in text
    attached = {str(one["what"]) for one in found["attachments"]}
    assert attached == {"Professionnel", "Structure", "Structure déléguée", "Territoire"}
    assert (found["changes"][-1]["before"], found["changes"][-1]["after"]) == (
        {"family_name": "Le Goff"},
        {"family_name": "Le Bihan"},
    )
    assert "999999" not in repr(found["acts_of_others"]), "what others did is told, not whose"


def test_the_file_is_ones_own_and_leaves_its_trace(now: datetime) -> None:
    somebody = owner(now)
    other = care.account(Role.IOA)
    house = houses.house()
    houses.place_of(house)
    facts = dict.fromkeys(("honoured", "presumed", "not_honoured", "cancelled", "declined"), 0)
    MonthFact.objects.create(structure=house, month=now.date(), version=1, at=now, counted_ids=[], evidence={}, **facts)
    found = taken(other, now)
    theirs = {kind for kind, rows in found.items() if rows}
    assert theirs == {"account", "acceptances", "acts", "acts_of_others", "changes"}
    assert somebody.user_id != other.user_id and str(somebody.user_id) not in repr(found["acts_of_others"])
    told = AuditEntry.objects.get(verb="take_own_data")
    assert (told.user_id, told.subject, told.subject_id) == (other.user_id, "user", str(other.user_id))
    with pytest.raises(Refused):
        operations.take_own_data(actor=Actor.NOBODY, into=lambda _: 0, now=now)
