"""Asking for a délégataire, and taking the right back: who may, and what is said otherwise."""

from datetime import datetime, timedelta

import pytest

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.accounts import operations, queries
from sas.rooms.accounts.models import Delegation, DelegationRequest, User
from sas.rooms.accounts.queries import RequestDetail
from sas.rooms.accounts.rules.delegating import MOST_A_DAY
from sas.rooms.availability import operations as availability
from sas.rooms.journal.models import AuditEntry
from sas.rooms.outbox.models import OutgoingMail
from tests.factories import care
from tests.factories.delegation import (
    NANTES,
    Scene,
    asked,
    delegate_of,
    make_scene,
    manager_of,
    structure,
)

pytestmark = pytest.mark.django_db
EMAIL = "denis@sas.example"


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def read(actor: Actor, request_id: int) -> RequestDetail:
    found = queries.delegation_request(actor=actor, request_id=request_id)
    assert found is not None
    return found


@pytest.mark.shows("F-120", "F-121")
def test_a_request_is_kept_with_the_territories_of_its_city_and_traced(scene: Scene, now: datetime) -> None:
    made = asked(scene.doctor, now=now, family_name="  Le   Goff-L'Hôte ", email=" Denis@SAS.example ")
    row = DelegationRequest.objects.get()
    assert (row.id, row.family_name, row.email, row.state) == (made, "Le Goff-L'Hôte", EMAIL, "pending")
    assert row.territory_ids == [scene.territory]
    trace = AuditEntry.objects.get(verb="request_delegation")
    assert (trace.subject_id, trace.details) == (str(made), {"commune": "35238", "written_to": 2})


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.EFFECTEUR, Role.GESTIONNAIRE_STRUCTURE}))
def test_only_those_who_receive_patients_ask(role: Role, scene: Scene, now: datetime) -> None:
    with pytest.raises(Refused):
        asked(care.account(role, territories=(scene.territory,)), now=now)
    assert not DelegationRequest.objects.exists()


@pytest.mark.shows("F-121")
@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"commune_code": NANTES}, "city", "dans aucun territoire"),
        ({"commune_code": "00000"}, "city", "dans aucun territoire"),
        ({"family_name": "Laurent http://ailleurs.example"}, "family_name", "en lettres"),
        ({"given_name": "Denis\n\nCliquez : ici"}, "given_name", "en lettres"),
        ({"given_name": " "}, "given_name", "Renseignez"),
        ({"email": "denis@sas.example, eve@sas.example"}, "email", "pas complète"),
        ({"email": "denis"}, "email", "pas complète"),
        ({"family_name": "L" * 81}, "family_name", "en lettres"),
    ],
)
def test_a_request_that_cannot_be_sent_says_why(
    *, fields: dict[str, str], field: str, sentence: str, scene: Scene, now: datetime
) -> None:
    with pytest.raises(Impossible, match=sentence) as problem:
        asked(scene.doctor, now=now, **fields)
    assert problem.value.field == field
    assert not OutgoingMail.objects.exists()


@pytest.mark.shows("F-121")
def test_a_territory_where_nobody_can_be_written_to_is_an_error(scene: Scene, now: datetime) -> None:
    User.objects.filter(id__in=[scene.manager.user_id, scene.referent.user_id]).update(is_active=False)
    with pytest.raises(Impossible, match="n'est pas envoyée") as problem:
        asked(scene.doctor, now=now)
    assert problem.value.field == "city"


def test_a_second_request_for_the_same_person_waits_for_the_first_to_be_decided(scene: Scene, now: datetime) -> None:
    first = asked(scene.doctor, now=now)
    with pytest.raises(Impossible, match="déjà une demande en attente") as problem:
        asked(scene.doctor, now=now, email=EMAIL.upper())
    assert problem.value.field == "email"
    operations.refuse_delegation(actor=scene.manager, request_id=first, reason="Inconnu", now=now)
    assert asked(scene.doctor, now=now) != first


def test_oneself_and_a_present_delegate_cannot_be_asked_for(scene: Scene, now: datetime) -> None:
    delegate, _ = delegate_of(scene.place)
    for actor, sentence in ((scene.doctor, "est la vôtre"), (delegate, "déjà votre délégataire")):
        with pytest.raises(Impossible, match=sentence):
            asked(scene.doctor, now=now, email=User.objects.get(id=actor.user_id).email)


def test_requests_are_bounded_by_day(scene: Scene, now: datetime) -> None:
    for number in range(MOST_A_DAY):
        asked(scene.doctor, now=now, email=f"p{number}@sas.example")
    with pytest.raises(Impossible, match="vingt-quatre heures"):
        asked(scene.doctor, now=now)
    assert asked(scene.doctor, now=now + timedelta(days=1))


def test_an_account_without_anything_to_delegate_is_told_so(scene: Scene, now: datetime) -> None:
    with pytest.raises(Impossible, match="rien à déléguer"):
        asked(care.account(Role.GESTIONNAIRE_STRUCTURE), now=now)


@pytest.mark.shows("F-122", "F-124")
def test_removing_ends_the_access_at_the_next_request(scene: Scene, now: datetime) -> None:
    delegate, delegation = delegate_of(scene.place)
    availability.save_additional_info(actor=delegate, place_id=scene.place.id, text="Bonjour", now=now)
    operations.remove_delegation(actor=scene.doctor, delegation_id=delegation, now=now)
    after = care.acting(delegate.user_id or 0)
    assert after.places == frozenset()
    with pytest.raises(Refused):
        availability.save_additional_info(actor=after, place_id=scene.place.id, text="Encore", now=now)
    trace = AuditEntry.objects.get(verb="remove_delegation")
    assert trace.details == {"professional": scene.place.professional_id, "structure": None}
    with pytest.raises(Refused, match="n'existe plus"):
        operations.remove_delegation(actor=scene.doctor, delegation_id=delegation, now=now)


@pytest.mark.shows("F-122")
def test_the_co_manager_of_a_structure_sees_and_removes_the_same_delegates(now: datetime) -> None:
    shared, other = structure(), structure(name="Centre de santé des Tilleuls")
    first, second, stranger = manager_of(shared), manager_of(shared, other), manager_of(other)
    delegate = care.account(Role.DELEGATAIRE)
    made = Delegation.objects.create(delegate_id=delegate.user_id, structure=shared)
    assert [one.delegation_id for one in queries.delegates(actor=first)] == [made.id]
    assert queries.delegates(actor=second) == queries.delegates(actor=first)
    assert queries.delegates(actor=stranger) == ()
    with pytest.raises(Refused):
        operations.remove_delegation(actor=stranger, delegation_id=made.id, now=now)
    operations.remove_delegation(actor=second, delegation_id=made.id, now=now)
    assert queries.delegates(actor=first) == ()


def test_a_delegate_does_not_pass_on_what_was_delegated_to_him(scene: Scene, now: datetime) -> None:
    """Neither by removing the others, nor by asking: structures one acts for are not structures one manages."""
    centre = structure()
    both = manager_of(structure(name="Centre de santé des Ormes"))
    User.objects.filter(id=both.user_id).update(roles=["gestionnaire_structure", "delegataire"])
    Delegation.objects.create(delegate_id=both.user_id, structure=centre)
    another = Delegation.objects.create(delegate_id=scene.doctor.user_id, structure=centre)
    actor = care.acting(both.user_id or 0)
    assert centre.id in actor.structures
    with pytest.raises(Refused):
        operations.remove_delegation(actor=actor, delegation_id=another.id, now=now)
    request_id = asked(actor, now=now)
    assert [one.owner.name for one in read(scene.manager, request_id).attachable] == ["Centre de santé des Ormes"]


def test_a_role_that_was_withdrawn_takes_its_delegations_with_it(scene: Scene) -> None:
    delegate, _ = delegate_of(scene.place)
    User.objects.filter(id=delegate.user_id).update(roles=["effecteur"])
    assert care.acting(delegate.user_id or 0).places == frozenset()
