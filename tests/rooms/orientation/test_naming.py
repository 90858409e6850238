"""Who of a structure received a patient: said by its manager only, among its members, and counted for them."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.accounts.models import Delegation
from sas.rooms.directory.models import Place
from sas.rooms.journal.models import AuditEntry
from sas.rooms.orientation import operations, queries
from sas.rooms.orientation.enums import OrientationState
from sas.rooms.orientation.models import OrientationMember
from sas.rooms.participation.enums import Via
from tests.factories import associations, care, delegation
from tests.factories.associations import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return associations.house("msp")


@pytest.fixture
def regulator() -> Actor:
    return care.regulator(care.territory())


def named(orientation_id: int) -> list[tuple[int, int | None]]:
    rows = OrientationMember.objects.filter(orientation_id=orientation_id)
    return list(rows.values_list("professional_id", "named_by_id"))


def test_the_manager_names_a_member_and_may_change_his_mind(house: House, regulator: Actor, now: datetime) -> None:
    made = associations.sent(house.place, author=regulator, start=now)
    other = associations.takes_part_through(house.structure, Via.MSP)
    for professional in (house.member, house.member, other):
        operations.name_member(actor=house.manager, orientation_id=made, professional_id=professional.id, now=now)
    assert named(made) == [(other.id, house.manager.user_id)]
    traces = AuditEntry.objects.filter(verb="name_member", subject_id=str(made)).order_by("id")
    assert [(trace.user_id, trace.details) for trace in traces] == [
        (house.manager.user_id, {"place": house.place.id, "professional": one.id}) for one in (house.member, other)
    ]


def delegate_of(house: House) -> Actor:
    made = care.account(Role.DELEGATAIRE)
    Delegation.objects.create(delegate_id=made.user_id, structure=house.structure)
    return care.acting(made.user_id or 0)


def test_nobody_else_names_anybody(house: House, regulator: Actor, now: datetime) -> None:
    made = associations.sent(house.place, author=regulator, start=now)
    others = {
        "delegate": delegate_of(house),
        "other manager": associations.house("msp").manager,
        "member": care.account(Role.EFFECTEUR, professional_id=house.member.id),
        "regulator": regulator,
        "account manager": care.account(Role.GESTIONNAIRE_COMPTES),
        "administrator": care.account(Role.ADMINISTRATEUR),
        "nobody": Actor.NOBODY,
    }
    for who, actor in others.items():
        with pytest.raises(Refused):
            operations.name_member(actor=actor, orientation_id=made, professional_id=house.member.id, now=now)
        assert queries.naming(actor=actor, orientation_id=made) is None, who
    assert named(made) == []


def test_a_manager_who_is_also_a_delegate_elsewhere_names_at_home_only(regulator: Actor, now: datetime) -> None:
    own, helped = associations.house(), associations.house()
    manager = own.manager
    Delegation.objects.create(delegate_id=manager.user_id, structure=helped.structure)
    both = Actor(
        manager.user_id,
        manager.roles | {Role.DELEGATAIRE},
        places=frozenset({own.place.id, helped.place.id}),
        structures=frozenset({own.structure.id, helped.structure.id}),
    )
    made = associations.sent(helped.place, author=regulator, start=now)
    with pytest.raises(Refused):
        operations.name_member(actor=both, orientation_id=made, professional_id=helped.member.id, now=now)
    made = associations.sent(own.place, author=regulator, start=now)
    operations.name_member(actor=both, orientation_id=made, professional_id=own.member.id, now=now)


def test_one_sent_to_a_professional_is_his(house: House, regulator: Actor, now: datetime) -> None:
    place = Place.objects.get(professional=house.member)
    made = associations.sent(place, author=regulator, start=now)
    with pytest.raises(Refused):
        operations.name_member(actor=house.manager, orientation_id=made, professional_id=house.member.id, now=now)


def test_somebody_from_elsewhere_is_not_a_member(house: House, regulator: Actor, now: datetime) -> None:
    made = associations.sent(house.place, author=regulator, start=now)
    stranger = associations.house("msp").member
    gone = associations.works_at(house.structure)
    Place.objects.filter(professional=gone).update(closed_at=now)
    for one in (stranger.id, gone.id, 0):
        with pytest.raises(Impossible) as raised:
            operations.name_member(actor=house.manager, orientation_id=made, professional_id=one, now=now)
        assert raised.value.field == "member"
    with pytest.raises(Impossible, match="n'existe pas"):
        operations.name_member(actor=house.manager, orientation_id=0, professional_id=house.member.id, now=now)


@pytest.mark.parametrize("state", OrientationState)
def test_one_that_was_taken_back_is_nobodys(
    house: House, regulator: Actor, now: datetime, state: OrientationState
) -> None:
    made = associations.sent(house.place, author=regulator, start=now, state=state)
    asked = {"actor": house.manager, "orientation_id": made, "professional_id": house.member.id, "now": now}
    if state in {OrientationState.CANCELLED, OrientationState.DECLINED}:
        with pytest.raises(Impossible, match="n'est plus en cours"):
            operations.name_member(**asked)
    else:
        operations.name_member(**asked)
        assert named(made) == [(house.member.id, house.manager.user_id)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_week_tells_who_received_whom(house: House, regulator: Actor, now: datetime, count: int) -> None:
    made = [associations.sent(house.place, author=regulator, start=now) for _ in range(count)]
    operations.name_member(actor=house.manager, orientation_id=made[0], professional_id=house.member.id, now=now)
    asked = {"place_id": house.place.id, "monday": now.date(), "now": now}
    with CaptureQueriesContext(
        connection,
    ) as asked_of_database:
        shown = queries.received(actor=house.manager, **asked)
    assert len(asked_of_database) == 9
    assert [(one.member, one.may_name) for one in shown] == [
        ("DELAUNAY Anne", True), *[("", True)] * (count - 1)
    ]  # fmt: skip
    seen = queries.received(actor=delegate_of(house), **asked)
    assert {(one.member, one.may_name) for one in seen} <= {("DELAUNAY Anne", False), ("", False)}


def test_at_the_place_of_a_professional_nobody_is_named(house: House, regulator: Actor, now: datetime) -> None:
    place = care.doctor_place()
    associations.sent(place, author=regulator, start=now)
    (shown,) = queries.received(actor=care.keeper(place), place_id=place.id, monday=now.date(), now=now)
    assert (shown.member, shown.may_name) == (None, False)


def test_those_counted_are_the_ones_sent_to_somebody_or_named(house: House, regulator: Actor, now: datetime) -> None:
    own = Place.objects.get(professional=house.member)
    direct = associations.sent(own, author=regulator, start=now)
    through = associations.sent(house.place, author=regulator, start=now)
    unnamed = associations.sent(house.place, author=regulator, start=now + timedelta(hours=1))
    operations.name_member(actor=house.manager, orientation_id=through, professional_id=house.member.id, now=now)
    days = {"first_day": now.date(), "last_day": now.date()}
    own_ones = queries.addressed(actor=Actor.SYSTEM, professional_ids=[house.member.id], **days)
    assert [(one.id, one.professional_id, one.structure_id) for one in own_ones] == [
        (direct, house.member.id, None),
        (through, house.member.id, house.structure.id),
    ]
    of_house = queries.addressed(actor=Actor.SYSTEM, structure_ids=[house.structure.id], **days)
    assert [(one.id, one.professional_id) for one in of_house] == [(through, house.member.id), (unnamed, None)]
    with pytest.raises(Refused):
        queries.addressed(actor=house.manager, structure_ids=[house.structure.id], **days)
    assert queries.recipients(actor=Actor.SYSTEM, **days) == queries.Recipients(
        frozenset({direct, through, unnamed}), frozenset({house.member.id}), frozenset({house.structure.id})
    )
    later = now + timedelta(hours=2)
    operations.mark(actor=house.manager, orientation_id=unnamed, honoured=True, now=later)
    found = queries.touched(actor=Actor.SYSTEM, since=later, **days)
    assert found == queries.Recipients(frozenset({unnamed}), frozenset(), frozenset({house.structure.id}))
    for asked in (queries.recipients, queries.touched):
        more = {"since": later} if asked is queries.touched else {}
        with pytest.raises(Refused):
            asked(actor=delegation.manager_of(house.structure), **days, **more)
