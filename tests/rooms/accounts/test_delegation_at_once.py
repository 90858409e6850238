"""Two people at once: one decides, the other is told; one address gets one account."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from django.db import connections

from sas.actor import Role
from sas.errors import Impossible
from sas.rooms.accounts import operations
from sas.rooms.accounts.models import Delegation, DelegationRequest, User
from sas.rooms.journal.models import AuditEntry
from sas.rooms.outbox.models import OutgoingMail
from tests.factories import care
from tests.factories.delegation import asked, make_scene

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run them together, each on a connection of its own; what each one was told, "" when it was done."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            start.wait(timeout=10)
            act()
        except Impossible as problem:
            return problem.reason
        else:
            return ""
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


@pytest.mark.shows("F-225")
def test_of_two_managers_one_decides_and_the_other_is_told(now: datetime) -> None:
    scene = make_scene()
    second = care.account(Role.GESTIONNAIRE_COMPTES, territories=(scene.territory,))
    for number in range(ROUNDS):
        request_id = asked(scene.doctor, now=now, email=f"p{number}@sas.example")
        act = {"request_id": request_id, "now": now}
        told = at_once(
            lambda act=act: operations.accept_delegation(  # type: ignore[misc]
                actor=scene.manager, chosen=[f"p{scene.place.professional_id}"], **act
            ),
            lambda act=act: operations.refuse_delegation(actor=second, reason="Inconnu", **act),  # type: ignore[misc]
        )
        assert sorted(bool(sentence) for sentence in told) == [False, True]
        assert any(f"déjà été décidée par {one.name}" in "".join(told) for one in (scene.manager, second))
        decided = AuditEntry.objects.filter(verb__in=["accept_delegation", "refuse_delegation"])
        assert decided.filter(subject_id=str(request_id)).count() == 1
    kinds = OutgoingMail.objects.filter(kind__in=["delegation_accepted", "delegation_refused"])
    assert kinds.count() == ROUNDS


def test_two_requests_for_one_new_address_make_one_account(now: datetime) -> None:
    scene, other = make_scene(), care.doctor_place()
    second = care.account(Role.GESTIONNAIRE_COMPTES, territories=(scene.territory,))
    places = {scene.doctor: scene.place, care.keeper(other): other}
    for number in range(ROUNDS):
        email = f"p{number}@sas.example"
        acts = [
            (decider, asked(doctor, now=now, email=email), f"p{place.professional_id}")
            for decider, (doctor, place) in zip((scene.manager, second), places.items(), strict=True)
        ]
        told = at_once(
            *(
                lambda actor=actor, made=made, key=key: operations.accept_delegation(  # type: ignore[misc]
                    actor=actor, request_id=made, chosen=[key], now=now
                )
                for actor, made, key in acts
            )
        )
        assert told == ["", ""]
        assert Delegation.objects.filter(delegate=User.objects.get(email=email)).count() == 2


def test_the_same_request_sent_twice_is_kept_once(now: datetime) -> None:
    scene = make_scene()
    told = at_once(*[lambda: asked(scene.doctor, now=now)] * 2)
    assert sorted(bool(sentence) for sentence in told) == [False, True]
    assert DelegationRequest.objects.count() == 1
