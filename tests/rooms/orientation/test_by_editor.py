"""A patient sent on an editor's slot that one agrees by phone: recorded and counted as on any slot."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.directory.models import Place
from sas.rooms.editors.models import EditorReading, EditorTaken
from sas.rooms.editors.operations import Reached, free_slot, refresh, take_slot
from sas.rooms.offer import operations as offer_operations
from sas.rooms.offer.queries import card_of
from sas.rooms.orientation import operations, queries
from sas.rooms.orientation.enums import OrientationKind
from sas.rooms.orientation.models import Orientation
from sas.rooms.orientation.operations import Outcome
from sas.timetable.modality import Modality
from tests.factories import care, editor_slots

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-148")]
HOUR = timedelta(hours=1)
BOTH = Modality.OFFICE | Modality.VIDEO


@pytest.fixture
def by_phone(db: None) -> Reached:
    return editor_slots.reached(editor_slots.editor("Agenda Santé"), end_to_end=False)


@pytest.fixture
def place(by_phone: Reached, now: datetime) -> Place:
    made = editor_slots.doctor(by_phone.endpoint.editor_id, now=now)
    slots = [editor_slots.free(now + hours * HOUR, modalities=BOTH) for hours in (2, 4)]
    editor_slots.told(editor_slots.site(made, *slots), by=by_phone, now=now)
    return made


@pytest.fixture
def regulator(db: None) -> Actor:
    return care.regulator(care.territory())


def numbers(place: Place, now: datetime) -> list[int]:
    """Those of the slots on the card, as its links write them."""
    card = card_of(actor=Actor.SYSTEM, place_id=place.id, now=now)
    assert card
    return [-int(line.path.rpartition("/")[2]) for day in card.days for line in day.lines]


def orient(place: Place, number: int, *, by: Actor, now: datetime, key: UUID | None = None) -> Outcome:
    asked = {"place_id": place.id, "number": number, "modality": Modality.OFFICE}
    return operations.orient_on_editor(actor=by, key=key or uuid4(), now=now, **asked)


def test_the_slot_leaves_the_results_and_comes_back_when_the_orientation_is_cancelled(
    place: Place, regulator: Actor, now: datetime
) -> None:
    first, second = numbers(place, now)
    made = orient(place, first, by=regulator, now=now)
    assert made.orientation_id
    row = Orientation.objects.get(id=made.orientation_id)
    assert (row.kind, row.start, row.end - row.start) == (OrientationKind.SLOT, now + 2 * HOUR, timedelta(minutes=15))
    assert (row.slot_id, row.editor_slot, row.modalities) == (None, first, Modality.OFFICE)
    assert numbers(place, now) == [second]
    assert offer_operations.differences(actor=Actor.SYSTEM, now=now) == 0
    (received,) = queries.of_place(
        actor=care.keeper(place), place_id=place.id, first_day=now.date(), last_day=now.date()
    )
    assert (received.en_sus, received.capacity) == (False, None)
    operations.cancel(actor=regulator, orientation_id=made.orientation_id, now=now)
    assert numbers(place, now) == [first, second]


def test_an_answer_that_still_tells_the_slot_does_not_bring_it_back(
    place: Place, by_phone: Reached, regulator: Actor, now: datetime
) -> None:
    first, second = numbers(place, now)
    orient(place, first, by=regulator, now=now)
    EditorReading.objects.update(due_at=now)
    slots = [editor_slots.free(now + hours * HOUR, modalities=BOTH) for hours in (2, 4, 6)]
    refresh(actor=Actor.SYSTEM, reached=[by_phone], ask=editor_slots.Asker([editor_slots.site(place, *slots)]), now=now)
    assert numbers(place, now)[0] == second and len(numbers(place, now)) == 2


def test_a_slot_is_given_once_and_the_same_key_gives_the_first_outcome(
    place: Place, regulator: Actor, now: datetime
) -> None:
    first, _ = numbers(place, now)
    key = uuid4()
    made = orient(place, first, by=regulator, now=now, key=key)
    assert orient(place, first, by=regulator, now=now, key=key) == made
    assert orient(place, first, by=regulator, now=now) == Outcome(None, "full")
    assert orient(place, -1, by=regulator, now=now) == Outcome(None, "gone")
    assert orient(place, first, by=regulator, now=now + 3 * HOUR) == Outcome(None, "full")
    assert (Orientation.objects.count(), EditorTaken.objects.count()) == (1, 1)


def test_a_slot_that_its_editor_books_end_to_end_is_not_recorded_by_hand(
    place: Place, by_phone: Reached, regulator: Actor, now: datetime
) -> None:
    first, _ = numbers(place, now)
    EditorReading.objects.update(by_phone=False)
    assert queries.proposed_by_editor(actor=regulator, place_id=place.id, number=first, now=now) is None
    assert orient(place, first, by=regulator, now=now) == Outcome(None, "gone")


def test_a_way_to_receive_is_chosen_and_regulators_alone_orient(place: Place, regulator: Actor, now: datetime) -> None:
    first, _ = numbers(place, now)
    asked = {"place_id": place.id, "number": first, "modality": None}
    with pytest.raises(Impossible) as error:
        operations.orient_on_editor(actor=regulator, key=uuid4(), now=now, **asked)
    assert error.value.field == "modality"
    with pytest.raises(Refused):
        orient(place, first, by=Actor(user_id=1, roles=frozenset({Role.EFFECTEUR})), now=now)
    assert not EditorTaken.objects.exists()


def test_an_ioa_orients_only_to_those_of_the_package(place: Place, now: datetime) -> None:
    first, _ = numbers(place, now)
    nurse = care.account(Role.IOA)
    with pytest.raises((Impossible, Refused)):
        orient(place, first, by=nurse, now=now)
    assert not Orientation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_taking_and_freeing_belong_to_a_transaction(now: datetime) -> None:
    for act in (take_slot, free_slot):
        with pytest.raises(RuntimeError):
            act(actor=Actor.SYSTEM, place_id=1, number=-1, now=now)


@pytest.mark.shows("E18")
def test_at_a_place_that_the_editor_alone_knows_the_orientation_stays_when_its_card_leaves(
    place: Place, by_phone: Reached, regulator: Actor, now: datetime
) -> None:
    told = editor_slots.site(place, editor_slots.free(now + 2 * HOUR), line="99 quai de la Prévalaye")
    later = now + HOUR
    EditorReading.objects.update(due_at=now)
    refresh(actor=Actor.SYSTEM, reached=[by_phone], ask=editor_slots.Asker([told]), now=now)
    own = Place.objects.get(source="editor")
    (number,) = numbers(own, now)
    made = orient(own, number, by=regulator, now=now)
    EditorReading.objects.update(due_at=later)
    refresh(actor=Actor.SYSTEM, reached=[by_phone], ask=editor_slots.Asker(), now=later)
    assert card_of(actor=Actor.SYSTEM, place_id=own.id, now=later) is None
    (received,) = queries.of_place(actor=care.keeper(place), place_id=own.id, first_day=now.date(), last_day=now.date())
    assert received.id == made.orientation_id
