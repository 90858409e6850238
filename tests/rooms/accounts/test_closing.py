"""Accounts that let nobody in any longer, for a while or for ever (F-223, ADR 15)."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from sas.actor import Actor, Role
from sas.errors import Impossible
from sas.rooms.accounts import operations, queries
from sas.rooms.accounts.models import (
    CardIdentity,
    Delegation,
    DelegationRequest,
    OneTimeLink,
    OpenSession,
    TermsAcceptance,
    User,
)
from sas.rooms.directory.models import Place
from sas.rooms.journal import operations as journal
from sas.rooms.journal import queries as trail
from sas.rooms.journal.enums import PersonKind
from sas.rooms.journal.models import AuditEntry
from sas.rooms.journal.rules import ERASED, Change, Person
from sas.rooms.orientation import operations as orientations
from sas.rooms.orientation.models import Orientation
from sas.rooms.outbox.models import OutgoingMail
from tests.factories import care, people
from tests.factories.browsers import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def territory() -> int:
    """Of the manager and of those managed."""
    return care.territory()


@pytest.fixture
def manager(territory: int) -> Actor:
    """An account manager of that territory."""
    return care.account(Role.GESTIONNAIRE_COMPTES, territories=(territory,))


@pytest.mark.shows("F-223", "F-027")
def test_a_deactivated_account_is_thrown_out_and_comes_back(manager: Actor, territory: int, now: datetime) -> None:
    regulator = care.regulator(territory)
    client = browser(regulator)
    people.open_session(regulator, client.cookies["sessionid"].value, now)
    operations.deactivate(actor=manager, user_id=regulator.user_id or 0, now=now)
    assert client.get("/compte").status_code == 302
    assert (Session.objects.count(), OpenSession.objects.count()) == (0, 0)
    with pytest.raises(Impossible, match="déjà désactivé"):
        operations.deactivate(actor=manager, user_id=regulator.user_id or 0, now=now)
    operations.reactivate(actor=manager, user_id=regulator.user_id or 0, now=now)
    assert browser(regulator).get("/compte").status_code == 200
    with pytest.raises(Impossible, match="déjà actif"):
        operations.reactivate(actor=manager, user_id=regulator.user_id or 0, now=now)


def closed(manager: Actor, territory: int, place: Place, now: datetime) -> tuple[User, int, Client]:
    """An effecteur and regulator who had one of each thing, closed: the account, an orientation made, the browser."""
    both, professional_id = (Role.EFFECTEUR, Role.REGULATEUR_OSNP), place.professional_id
    keeper = care.account(*both, territories=(territory,), professional_id=professional_id)
    local = datetime(2026, 11, 24, 10)
    made = orientations.orient_surnumeraire(actor=keeper, key=uuid4(), place_id=place.id, local=local, now=now)
    User.objects.filter(id=keeper.user_id).update(cpx_number="CPX9", last_login=now, commune="35238")
    people.owned_by(keeper, now)
    client = browser(keeper)
    people.open_session(keeper, client.cookies["sessionid"].value, now)
    renamed = Change(
        {"family_name": "Le Goff"}, {"family_name": "Le Bihan"}, about=Person(PersonKind.USER, keeper.user_id or 0)
    )
    told = {"verb": "edit_account", "subject": "user", "subject_id": keeper.user_id, "now": now}
    journal.record_change(actor=manager, change=renamed, **told)
    operations.close_account(actor=manager, user_id=keeper.user_id or 0, now=now)
    return User.objects.get(id=keeper.user_id), made.orientation_id or 0, client


@pytest.mark.shows("F-223", "F-270")
def test_a_closed_account_keeps_its_number_and_nothing_of_the_person(
    manager: Actor, territory: int, now: datetime
) -> None:
    place = care.doctor_place()
    user, orientation_id, client = closed(manager, territory, place, now)
    assert user.email == f"compte-supprime-{user.id}" and user.closed_at == now
    assert (user.family_name, user.given_name, user.name_key, user.cpx_number) == ("supprimé", "Compte", "", "")
    assert (user.roles, user.is_active, user.has_usable_password()) == ([], False, False)
    assert (user.professional_id, user.commune_id, user.last_login) == (None, None, None)
    for model in (OpenSession, OneTimeLink, CardIdentity, TermsAcceptance, Delegation, OutgoingMail):
        assert model.objects.count() == 0, model
    assert DelegationRequest.objects.get().email == user.email
    entry = AuditEntry.objects.get(verb="edit_account", subject_id=str(user.id))
    trace = trail.trace(actor=Actor.SYSTEM, number=entry.id)
    assert trace and (trace.before, trace.after) == ({"family_name": ERASED}, {"family_name": ERASED})
    assert user.territories.count() == user.structures.count() == 0
    assert client.get("/compte").status_code == 302
    assert queries.person(actor=Actor.SYSTEM, user_id=user.id) is None
    assert Orientation.objects.get(id=orientation_id).author_id == user.id
    assert queries.names_of(actor=Actor.SYSTEM, user_ids=frozenset({user.id})) == {user.id: "Compte supprimé"}
    asked = people.regulator_asked(territory, roles=(Role.EFFECTEUR,), professional=people.rpps(place))
    assert operations.create_managed(actor=manager, asked=asked, now=now) != user.id
