"""A place that an editor alone knows is a card of its own, as long as it is told and may be shown."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas import changes
from sas.actor import Actor, Role
from sas.adapters.editors.values import Failure, FreeSlot, Label, Site
from sas.rooms.availability import queries as availability
from sas.rooms.directory import operations as directory
from sas.rooms.directory import queries as directory_queries
from sas.rooms.directory.models import Commune, Editor, Place
from sas.rooms.editors import operations, queries
from sas.rooms.editors.models import EditorReading, EditorSite
from sas.rooms.editors.operations import Reached
from sas.rooms.editors.rules import LOST_AFTER, MOST_OWN_PLACES
from sas.rooms.offer import operations as offer
from sas.rooms.offer.queries.cards import Card, cards_of
from tests.factories import care, editor_slots
from tests.factories.editor_slots import free, reached, site

pytestmark = [pytest.mark.django_db, pytest.mark.shows("E18")]
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
REGULATOR = Actor(user_id=1, roles=frozenset({Role.REGULATEUR_OSNP}))
QUAI = "99 quai de la Prévalaye"


@pytest.fixture
def logiciel(db: None) -> Reached:
    return reached(editor_slots.editor("Agenda Santé"))


@pytest.fixture
def place(logiciel: Reached, now: datetime) -> Place:
    return editor_slots.doctor(logiciel.endpoint.editor_id, now=now)


def apart(place: Place, *slots: FreeSlot, line: str = QUAI, local_id: str = "2", **told: object) -> Site:
    """A site at no address of the directory."""
    said = {"line": line, "phone": "+33299000001", "local_id": local_id}
    return site(place, *slots, **(said | told))  # type: ignore[arg-type]


def answer(*sites: Site, by: Reached, now: datetime) -> None:
    """All that this editor says now, about whoever it is asked about."""
    everyone = [reached(one) for one in Editor.objects.values_list("id", flat=True)]
    operations.plan(actor=Actor.SYSTEM, reached=everyone, now=now)
    EditorReading.objects.filter(editor_id=by.endpoint.editor_id).update(due_at=now)
    operations.refresh(actor=Actor.SYSTEM, reached=[by], ask=editor_slots.Asker(sites), now=now)


def own_places() -> list[Place]:
    return list(Place.objects.filter(source="editor").order_by("id"))


def card(place: Place, now: datetime) -> Card | None:
    return next(iter(cards_of(actor=REGULATOR, metres={place.id: None}, now=now)), None)


def test_it_has_the_address_and_phone_of_its_editor_and_its_deep_links(
    place: Place, logiciel: Reached, now: datetime
) -> None:
    answer(apart(place, free(now + 2 * HOUR, Label.SNP)), by=logiciel, now=now)
    (own,) = own_places()
    assert (own.professional_id, own.name, own.activities) == (place.professional_id, place.name, place.activities)
    assert (own.commune_id, own.departement_id, own.time_zone, own.closed_at) == ("35238", "35", "Europe/Paris", None)
    (row,) = EditorSite.objects.all()
    assert (row.action, row.place_id) == ("update", own.id)
    shown = card(own, now)
    assert shown is not None
    assert (shown.address, shown.phone, shown.additional_info) == (f"{QUAI}, 35000 Rennes", "02 99 00 00 01", "")
    (line,) = [line for day in shown.days for line in day.lines]
    assert (line.hours, line.path) == ("11h00", "https://rdv.editeur.example/agenda?medecin=7&origin=sas-preprod")
    assert shown.participation == card(place, now).participation  # type: ignore[union-attr]
    assert offer.differences(actor=Actor.SYSTEM, now=now) == 0


def test_told_again_it_stays_moved_it_is_another_and_no_longer_told_it_leaves_until_it_is(
    place: Place, logiciel: Reached, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = free(now + 9 * HOUR)
    answer(apart(place, slot), by=logiciel, now=now)
    (first,) = own_places()
    with monkeypatch.context() as patched:
        announced: list[set[int]] = []
        patched.setattr(changes, "place_changed", lambda ids, **_: announced.append(set(ids)))
        answer(apart(place, slot, line="99, Quai de la PREVALAYE"), by=logiciel, now=now + HOUR)
        assert set().union(*announced) == {first.id}  # what the site says of itself differs
        announced.clear()
        answer(apart(place, slot, line="99, Quai de la PREVALAYE"), by=logiciel, now=now + HOUR + MINUTE)
        assert set().union(*announced) == set()
    assert [(one.id, one.address, one.updated_at) for one in own_places()] == [(first.id, QUAI, now)]
    answer(apart(place, slot, line="5 mail Mitterrand"), by=logiciel, now=now + 2 * HOUR)
    left, other = own_places()
    assert (left.id, left.updated_at, other.address, other.closed_at) == (
        first.id, now + 2 * HOUR, "5 mail Mitterrand", None,
    )  # fmt: skip
    assert (card(left, now), card(other, now) is None) == (None, False)
    answer(by=logiciel, now=now + 3 * HOUR)
    assert [card(one, now) for one in own_places()] == [None, None]
    answer(apart(place, slot), by=logiciel, now=now + 4 * HOUR)
    assert [(one.id, one.closed_at) for one in own_places()] == [(first.id, None), (other.id, None)]
    assert (card(first, now) is None, card(other, now)) == (False, None)
    assert offer.differences(actor=Actor.SYSTEM, now=now + 4 * HOUR) == 0


def test_it_is_closed_a_fortnight_after_it_was_told_last_and_is_the_same_one_when_told_again(
    place: Place, logiciel: Reached, now: datetime
) -> None:
    answer(apart(place, free(now + 9 * HOUR)), by=logiciel, now=now)
    much_later = now + 2 * LOST_AFTER
    operations.forget(actor=Actor.SYSTEM, now=much_later)
    assert [one.closed_at for one in own_places()] == [None]  # its editor still tells it
    answer(by=logiciel, now=much_later)
    (own,) = own_places()
    assert availability.access_to(actor=care.keeper(place), place_id=own.id).place.closed is False
    operations.forget(actor=Actor.SYSTEM, now=much_later + LOST_AFTER - MINUTE)
    assert [one.closed_at for one in own_places()] == [None]
    operations.forget(actor=Actor.SYSTEM, now=much_later + LOST_AFTER)
    assert [one.closed_at for one in own_places()] == [much_later + LOST_AFTER]
    assert Place.objects.get(id=place.id).closed_at is None
    again = much_later + LOST_AFTER + HOUR
    answer(apart(place, free(again + HOUR)), by=logiciel, now=again)
    assert [(one.id, one.closed_at) for one in own_places()] == [(own.id, None)]
    assert card(own, again) is not None


def test_a_failure_takes_nothing_off(place: Place, logiciel: Reached, now: datetime) -> None:
    answer(apart(place, free(now + 9 * HOUR)), by=logiciel, now=now)
    EditorReading.objects.update(due_at=now)
    failing = editor_slots.Asker(failing={logiciel.endpoint.editor_id: Failure.TIMEOUT})
    operations.refresh(actor=Actor.SYSTEM, reached=[logiciel], ask=failing, now=now + HOUR)
    assert [card(one, now) is None for one in own_places()] == [False]


@pytest.mark.parametrize("refused", [True, False])
def test_what_the_professional_refuses_or_no_longer_names_leaves_at_once_and_has_no_agenda_here(
    place: Place, logiciel: Reached, now: datetime, refused: bool
) -> None:
    answer(apart(place, free(now + 9 * HOUR)), by=logiciel, now=now)
    (own,) = own_places()
    kept = [logiciel.endpoint.editor_id] if refused else []
    editor_slots.named(place, *kept, now=now, refused=refused)
    changes.place_changed([own.id], now=now)
    assert (card(own, now), card(place, now) is None) == (None, False)
    access = availability.access_to(actor=care.keeper(place), place_id=own.id)
    assert not access.open
    assert "seule à le connaître" in access.reason
    operations.plan(actor=Actor.SYSTEM, reached=[logiciel], now=now + MINUTE)
    assert (EditorSite.objects.count(), [one.updated_at for one in own_places()]) == (0, [now + MINUTE])
    assert offer.differences(actor=Actor.SYSTEM, now=now + MINUTE) == 0


def test_without_a_town_or_beyond_the_bound_it_is_counted_and_has_no_card(
    place: Place, logiciel: Reached, now: datetime
) -> None:
    slot = free(now + 9 * HOUR)
    nowhere = apart(place, slot, postal_code="99999", city="Nullepart")
    streets = [apart(place, slot, line=f"rue {chr(97 + n) * 5}", local_id=f"s{n:02}") for n in range(21)]
    answer(nowhere, by=logiciel, now=now)
    assert (own_places(), EditorSite.objects.get().action) == ([], "create")
    answer(*streets, by=logiciel, now=now + MINUTE)
    assert len(own_places()) == MOST_OWN_PLACES == len(streets) - 1
    assert EditorSite.objects.filter(action="create", place=None).count() == 1
    (found,) = queries.health(actor=Actor.SYSTEM, days=1, now=now)
    assert found.dropped == {"no_place": 2}
    answer(apart(place, slot, line="1 rue neuve"), by=logiciel, now=now + HOUR)
    assert [card(one, now) for one in own_places()] == [None] * MOST_OWN_PLACES


def test_nothing_is_made_for_somebody_whom_the_directory_no_longer_shows(
    place: Place, logiciel: Reached, now: datetime
) -> None:
    answer(apart(place, free(now + 9 * HOUR)), by=logiciel, now=now)
    Place.objects.filter(id=place.id).update(closed_at=now)
    answer(apart(place, free(now + 9 * HOUR)), by=logiciel, now=now + HOUR)
    assert [card(one, now) for one in own_places()] == [None]


@pytest.mark.parametrize("told", [None, (48.105, -1.702), (47.0, -4.5), (0.0, 0.0)])
def test_it_stands_where_it_is_told_unless_that_is_at_sea(
    place: Place, logiciel: Reached, now: datetime, told: tuple[float, float] | None
) -> None:
    answer(replace(apart(place, free(now + HOUR)), point=told), by=logiciel, now=now)
    (own,) = own_places()
    near = told == (48.105, -1.702)
    centre = Commune.objects.values_list("lat", "lon").get(code="35238")
    assert (own.lat, own.lon, own.geo_precision) == (
        *(told if told and near else centre),
        "address" if near else "commune",
    )
    answer(replace(apart(place, free(now + HOUR)), point=(48.11, -1.69)), by=logiciel, now=now + MINUTE)
    assert [(one.id, one.lat, one.updated_at) for one in own_places()] == [(own.id, 48.11, now + MINUTE)]


def test_sites_of_one_address_are_one_card_and_another_editor_s_stands_there_until_both_leave(
    place: Place, logiciel: Reached, now: datetime
) -> None:
    other = reached(editor_slots.editor())
    editor_slots.named(place, logiciel.endpoint.editor_id, other.endpoint.editor_id, now=now)
    answer(
        apart(place, free(now + HOUR)), apart(place, free(now + 2 * HOUR), line="99 quai Prévalaye", local_id="3"),
        by=logiciel, now=now,
    )  # fmt: skip
    (own,) = own_places()
    assert [line.hours for day in card(own, now).days for line in day.lines] == ["10h00", "11h00"]  # type: ignore[union-attr]
    answer(apart(place, free(now + 3 * HOUR), phone="+33299000002"), by=other, now=now)
    assert [(one.id, one.phones) for one in own_places()] == [(own.id, ["0299000001"])]
    answer(by=logiciel, now=now + MINUTE)
    assert [line.hours for day in card(own, now).days for line in day.lines] == ["12h00"]  # type: ignore[union-attr]
    answer(by=other, now=now + 2 * MINUTE)
    assert card(own, now) is None


def test_a_place_that_the_directory_comes_to_know_takes_its_stead(
    place: Place, logiciel: Reached, now: datetime
) -> None:
    answer(apart(place, free(now + 9 * HOUR)), by=logiciel, now=now)
    known = Place.objects.get(id=place.id)
    known.pk, known.source_key, known.address = None, "test-come", QUAI
    known.save(force_insert=True)
    answer(apart(place, free(now + 9 * HOUR)), by=logiciel, now=now + HOUR)
    assert (EditorSite.objects.get().place_id, [card(one, now) for one in own_places()]) == (known.pk, [None])


def test_it_says_nothing_of_how_a_doctor_works(place: Place, logiciel: Reached, now: datetime) -> None:
    answer(apart(place, free(now + 9 * HOUR)), by=logiciel, now=now)
    owner = place.professional_id or 0
    found = directory_queries.doctors(actor=Actor.SYSTEM, professional_ids=[owner])[owner]
    assert found.place_ids == (place.id,)


@pytest.mark.parametrize("size", [1, 3])
def test_making_and_following_cost_the_same_statements_for_one_professional_and_for_three(
    size: int, logiciel: Reached, now: datetime
) -> None:
    places = [editor_slots.doctor(logiciel.endpoint.editor_id, now=now) for _ in range(size)]
    sites = [apart(one, free(now + 9 * HOUR)) for one in places]
    operations.plan(actor=Actor.SYSTEM, reached=[logiciel], now=now)
    for at, written in ((now, 6), (now + 3 * HOUR, 2)):
        EditorReading.objects.update(due_at=at)
        with CaptureQueriesContext(connection) as captured:
            operations.refresh(actor=Actor.SYSTEM, reached=[logiciel], ask=editor_slots.Asker(sites), now=at)
        told = [one["sql"] for one in captured if "offer_" not in one["sql"]]
        assert len([sql for sql in told if "directory_place" in sql or "directory_commune" in sql]) == written
    assert len(own_places()) == size


def test_the_caller_holds_the_transaction(transactional_db: None, now: datetime) -> None:
    with pytest.raises(RuntimeError):
        directory.keep_editor_places(actor=Actor.SYSTEM, drafts=[], now=now)
    with pytest.raises(RuntimeError):
        directory.leave_editor_places(actor=Actor.SYSTEM, place_ids=[], now=now)
    with pytest.raises(RuntimeError):
        directory.close_editor_places(actor=Actor.SYSTEM, place_ids=[], now=now)
