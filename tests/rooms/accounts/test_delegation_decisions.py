"""Deciding on requests: who may, once, on which accounts, for which agendas."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.accounts import operations, queries
from sas.rooms.accounts.models import Delegation, DelegationComment, DelegationRequest, User
from sas.rooms.accounts.queries import RequestDetail
from sas.rooms.journal.models import AuditEntry
from sas.rooms.outbox.models import OutgoingMail
from tests.factories import care
from tests.factories.delegation import (
    NANTES,
    Scene,
    asked,
    make_scene,
    manager_of,
    structure,
)

pytestmark = pytest.mark.django_db
EMAIL = "denis@sas.example"


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def own_key(scene: Scene) -> str:
    return f"p{scene.place.professional_id}"


def accept(scene: Scene, request_id: int, *, now: datetime, by: Actor | None = None, **fields: Any) -> None:
    chosen = fields.get("chosen", [own_key(scene)])
    operations.accept_delegation(actor=by or scene.manager, request_id=request_id, chosen=chosen, now=now)


def state(request_id: int) -> str:
    return DelegationRequest.objects.get(id=request_id).state


def read(actor: Actor, request_id: int) -> RequestDetail:
    found = queries.delegation_request(actor=actor, request_id=request_id)
    assert found is not None
    return found


@pytest.mark.shows("F-225")
def test_accepting_makes_an_account_that_is_linked_and_invited(scene: Scene, now: datetime) -> None:
    request_id = asked(scene.doctor, now=now)
    accept(scene, request_id, now=now)
    made = User.objects.get(email=EMAIL)
    assert (made.roles, made.family_name, made.given_name) == (["delegataire"], "Laurent", "Denis")
    assert (made.commune_id, list(made.territories.values_list("id", flat=True))) == ("35238", [scene.territory])
    assert care.acting(made.id).places == {scene.place.id}
    assert OutgoingMail.objects.filter(kind="welcome", user_id=made.id).count() == 1
    row = DelegationRequest.objects.get()
    assert (row.state, row.decided_by_id, row.decided_at, row.delegate_id) == (
        "accepted",
        scene.manager.user_id,
        now,
        made.id,
    )
    trace = AuditEntry.objects.get(verb="accept_delegation")
    assert trace.details == {"delegate": made.id, "owners": [own_key(scene)]}


@pytest.mark.shows("F-225")
def test_accepting_reuses_the_account_of_the_address_and_leaves_its_territories(scene: Scene, now: datetime) -> None:
    known = care.regulator(care.territory(departements=("44",)))
    request_id = asked(scene.doctor, now=now, email=User.objects.get(id=known.user_id).email)
    accept(scene, request_id, now=now)
    after = care.acting(known.user_id or 0)
    assert after.roles == {Role.REGULATEUR_OSNP, Role.DELEGATAIRE}
    assert after.territories == known.territories
    assert after.places == {scene.place.id}
    assert not OutgoingMail.objects.filter(kind="welcome").exists()


@pytest.mark.shows("F-225")
@pytest.mark.parametrize(
    ("holder", "decider", "possible"),
    [
        (Role.GESTIONNAIRE_COMPTES, Role.GESTIONNAIRE_COMPTES, False),
        (Role.ADMINISTRATEUR_NATIONAL, Role.GESTIONNAIRE_COMPTES, False),
        (Role.ADMINISTRATEUR, Role.ADMINISTRATEUR_NATIONAL, False),
        (Role.ADMINISTRATEUR, Role.ADMINISTRATEUR, False),
        (Role.GESTIONNAIRE_COMPTES, Role.ADMINISTRATEUR_NATIONAL, True),
        (Role.ADMINISTRATEUR_NATIONAL, Role.ADMINISTRATEUR, True),
        (Role.REFERENT_TERRITORIAL, Role.GESTIONNAIRE_COMPTES, True),
    ],
)
def test_an_account_of_the_same_rank_or_above_is_never_touched(
    *, holder: Role, decider: Role, possible: bool, scene: Scene, now: datetime
) -> None:
    known = care.account(holder, territories=(scene.territory,))
    actor = care.account(decider, territories=(scene.territory,))
    request_id = asked(scene.doctor, now=now, email=User.objects.get(id=known.user_id).email)
    assert bool(read(actor, request_id).account_problem) is not possible
    if possible:
        accept(scene, request_id, now=now, by=actor)
    else:
        with pytest.raises(Impossible, match="même rang"):
            accept(scene, request_id, now=now, by=actor)
    assert (Role.DELEGATAIRE in care.acting(known.user_id or 0).roles) is possible
    assert state(request_id) == ("accepted" if possible else "pending")


def test_a_deactivated_account_or_the_requesters_own_is_not_used(scene: Scene, now: datetime) -> None:
    known = care.account(Role.DELEGATAIRE)
    request_id = asked(scene.doctor, now=now, email=User.objects.get(id=known.user_id).email)
    User.objects.filter(id=known.user_id).update(is_active=False)
    with pytest.raises(Impossible, match="désactivé"):
        accept(scene, request_id, now=now)
    User.objects.filter(id=known.user_id).update(email="ancienne@sas.example")
    address = DelegationRequest.objects.get(id=request_id).email
    User.objects.filter(id=scene.doctor.user_id).update(email=address)
    with pytest.raises(Impossible, match="du demandeur lui-même"):
        accept(scene, request_id, now=now)
    assert not Delegation.objects.exists()


@pytest.mark.shows("F-225", "F-232")
def test_the_manager_confirms_which_ones_and_attaches_only_what_is_in_his_territories(now: datetime) -> None:
    scene, _ = make_scene(), care.territory(departements=("44",))
    near, far, nowhere = structure(), structure("sos", commune=NANTES), structure("cpts")
    nowhere.commune = None
    nowhere.save()
    request_id = asked(manager_of(near, far, nowhere), now=now)
    problems = {one.owner.structure_id: one.problem for one in read(scene.manager, request_id).attachable}
    assert problems[near.id] == ""
    assert "pas dans vos territoires" in problems[far.id]
    assert "aucun territoire connu" in problems[nowhere.id]
    for chosen in ([f"s{far.id}"], [f"s{near.id}", f"s{nowhere.id}"], ["s0"], [own_key(scene)]):
        with pytest.raises(Impossible, match="possible"):
            accept(scene, request_id, now=now, chosen=chosen)
    with pytest.raises(Impossible, match="au moins"):
        accept(scene, request_id, now=now, chosen=[])
    accept(scene, request_id, now=now, chosen=[f"s{near.id}", f"s{far.id}"], by=care.account(Role.ADMINISTRATEUR))
    assert set(Delegation.objects.values_list("structure_id", flat=True)) == {near.id, far.id}


@pytest.mark.shows("F-232")
def test_a_referent_reads_and_comments_but_does_not_decide(scene: Scene, now: datetime) -> None:
    request_id = asked(scene.doctor, now=now)
    found = read(scene.referent, request_id)
    assert (found.may_decide, found.has_account, found.holder) == (False, False, "")
    operations.comment_delegation(actor=scene.referent, request_id=request_id, text=" Je la\nconnais. ", now=now)
    (comment,) = read(scene.manager, request_id).comments
    assert (comment.author, comment.text, comment.at) == (scene.referent.name, "Je la connais.", now)
    with pytest.raises(Refused, match="gestionnaires de comptes"):
        accept(scene, request_id, now=now, by=scene.referent)
    with pytest.raises(Refused):
        operations.refuse_delegation(actor=scene.referent, request_id=request_id, reason="Non", now=now)
    assert state(request_id) == "pending"


@pytest.mark.parametrize("text", ["", "   ", "x" * 501])
def test_a_comment_is_neither_empty_nor_too_long(text: str, scene: Scene, now: datetime) -> None:
    request_id = asked(scene.doctor, now=now)
    with pytest.raises(Impossible):
        operations.comment_delegation(actor=scene.manager, request_id=request_id, text=text, now=now)
    assert not DelegationComment.objects.exists()


@pytest.mark.shows("F-232", "F-269")
def test_the_queue_of_another_territory_is_neither_read_nor_touched(scene: Scene, now: datetime) -> None:
    request_id = asked(scene.doctor, now=now)
    others = [
        care.account(Role.GESTIONNAIRE_COMPTES, territories=(care.territory(departements=("44",)),)),
        care.account(Role.REFERENT_TERRITORIAL, territories=(care.territory(departements=("44",)),)),
        care.account(Role.GESTIONNAIRE_COMPTES),
        care.regulator(scene.territory),
    ]
    for other in others:
        assert queries.delegation_request(actor=other, request_id=request_id) is None
        for act in _acts(scene, request_id, now):
            with pytest.raises(Refused):
                act(other)
    for other in others[:3]:
        assert queries.delegation_queue(actor=other).items == ()
    assert state(request_id) == "pending"
    assert len(queries.delegation_queue(actor=care.account(Role.ADMINISTRATEUR_NATIONAL)).items) == 1


def _acts(scene: Scene, request_id: int, now: datetime) -> tuple[Callable[[Actor], None], ...]:
    return (
        lambda actor: accept(scene, request_id, now=now, by=actor),
        lambda actor: operations.refuse_delegation(actor=actor, request_id=request_id, reason="Non", now=now),
        lambda actor: operations.comment_delegation(actor=actor, request_id=request_id, text="Non", now=now),
    )


def test_what_does_not_exist_is_refused_like_what_is_elsewhere(scene: Scene, now: datetime) -> None:
    for act in _acts(scene, 0, now):
        with pytest.raises(Refused, match="n'existe pas"):
            act(scene.manager)


def test_a_decision_said_again_changes_nothing_and_a_second_person_is_told(scene: Scene, now: datetime) -> None:
    request_id, second = (
        asked(scene.doctor, now=now),
        care.account(Role.GESTIONNAIRE_COMPTES, territories=(scene.territory,)),
    )
    accept(scene, request_id, now=now)
    sent = OutgoingMail.objects.count()
    accept(scene, request_id, now=now)
    with pytest.raises(Impossible, match=f"déjà été décidée par {scene.manager.name}. État : acceptée"):
        accept(scene, request_id, now=now, by=second)
    with pytest.raises(Impossible, match="déjà été décidée"):
        operations.refuse_delegation(actor=scene.manager, request_id=request_id, reason="Non", now=now)
    assert (OutgoingMail.objects.count(), AuditEntry.objects.filter(verb="accept_delegation").count()) == (sent, 1)


@pytest.mark.shows("F-225")
def test_a_refusal_keeps_its_reason_for_the_requester(scene: Scene, now: datetime) -> None:
    request_id = asked(scene.doctor, now=now)
    with pytest.raises(Impossible) as problem:
        operations.refuse_delegation(actor=scene.manager, request_id=request_id, reason=" ", now=now)
    assert problem.value.field == "reason"
    operations.refuse_delegation(actor=scene.manager, request_id=request_id, reason="Inconnu ici", now=now)
    (told,) = queries.own_requests(actor=scene.doctor)
    assert (told.state.value, told.reason, told.decided_at) == ("refused", "Inconnu ici", now)
    assert not User.objects.filter(email=EMAIL).exists()
