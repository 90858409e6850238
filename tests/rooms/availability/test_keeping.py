"""Keeping an agenda: who may, what is refused, what is left behind."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import transaction

from sas import changes
from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.availability import operations, queries
from sas.rooms.availability.models import AgendaSlot
from sas.rooms.directory.models import Structure
from sas.rooms.journal import queries as journal
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ProfessionalSettings
from sas.timetable.modality import Modality
from tests.factories.agenda import TUESDAY, draft, keeper, make_place, make_professional, publish

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
MONDAY = TUESDAY - timedelta(days=1)


def days_of(place_id: int, *, now: datetime, weeks: int = 4) -> list[date]:
    """The local days on which something takes place over some weeks."""
    actor, found = keeper([place_id]), []
    for number in range(weeks):
        week = queries.week(actor=actor, place_id=place_id, monday=MONDAY + number * WEEK, now=now)
        found += [entry.day for entry in week.entries]
    return found


def take(slot_id: int, day: date, now: datetime) -> object:
    with transaction.atomic():
        return operations.take_place(actor=Actor.SYSTEM, slot_id=slot_id, day=day, now=now)


@pytest.mark.shows("F-062", "F-063", "F-064", "F-065")
def test_publish_keeps_a_creneau_and_a_plage_with_their_modalities(now: datetime) -> None:
    place = make_place()
    publish(place, start=time(8), end=time(8, 15), patients=None, modalities=Modality.VIDEO)
    publish(place, modalities=Modality.OFFICE | Modality.HOME)
    week = queries.week(actor=keeper([place.id]), place_id=place.id, monday=MONDAY, now=now)
    creneau, plage = week.entries
    assert creneau.interval.start == datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
    assert (creneau.capacity, creneau.until) == (1, creneau.interval.start)
    assert creneau.modalities == Modality.VIDEO
    assert (plage.capacity, plage.until) == (3, plage.interval.end)
    assert plage.modalities == Modality.OFFICE | Modality.HOME


@pytest.mark.shows("F-066")
def test_ticking_other_weekdays_adds_weekly_slots_beside_a_dated_one(now: datetime) -> None:
    place = make_place()
    slots = operations.publish(
        actor=keeper([place.id]), place_id=place.id, draft=draft(weekdays=frozenset({1, 4})), now=now
    )
    assert len(slots) == 3
    assert days_of(place.id, now=now, weeks=2) == [
        TUESDAY,
        date(2026, 11, 26),
        date(2026, 11, 30),
        date(2026, 12, 3),
    ]


@pytest.mark.shows("F-067")
def test_availabilities_may_overlap(now: datetime) -> None:
    place = make_place()
    publish(place)
    publish(place, start=time(10), end=time(10, 15), patients=None)
    assert days_of(place.id, now=now, weeks=1) == [TUESDAY, TUESDAY]


@pytest.mark.shows("F-076")
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"day": date(2026, 11, 22)}, "day"),
        ({"day": date(2062, 11, 24)}, "day"),
        ({"day": date(2026, 11, 23), "start": time(8, 45)}, "start"),
        ({"start": time(12), "end": time(9)}, "end"),
        ({"start": time(9, 7)}, "start"),
        ({"patients": 0}, "patients"),
        ({"patients": 1000}, "patients"),
        ({"modalities": Modality(0)}, "modalities"),
    ],
)
def test_publish_refuses_what_the_form_refuses(changed: dict[str, object], field: str, now: datetime) -> None:
    place = make_place()
    with pytest.raises(Impossible) as refused:
        operations.publish(actor=keeper([place.id]), place_id=place.id, draft=draft(**changed), now=now)
    assert refused.value.field == field
    assert refused.value.reason
    assert not AgendaSlot.objects.exists()


def test_today_is_read_on_the_wall_of_the_place(now: datetime) -> None:
    late = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)  # already the 24th in Saint-Denis de La Réunion
    place = make_place(time_zone="Indian/Reunion")
    with pytest.raises(Impossible) as refused:
        operations.publish(actor=keeper([place.id]), place_id=place.id, draft=draft(day=MONDAY), now=late)
    assert refused.value.field == "day"


@pytest.mark.shows("F-070")
def test_delete_one_occurrence_leaves_the_others(now: datetime) -> None:
    place = make_place()
    slot = publish(place, weekdays=frozenset({2}))
    operations.delete_occurrence(actor=keeper([place.id]), place_id=place.id, slot_id=slot, day=TUESDAY + WEEK, now=now)
    assert days_of(place.id, now=now) == [TUESDAY, TUESDAY + 2 * WEEK, TUESDAY + 3 * WEEK]


@pytest.mark.shows("F-070")
@pytest.mark.parametrize("weeks_later", [0, 2])
def test_delete_a_series_from_a_date_leaves_what_is_before(weeks_later: int, now: datetime) -> None:
    place = make_place()
    slot, day = publish(place, weekdays=frozenset({2})), TUESDAY + weeks_later * WEEK
    operations.delete_series_from(actor=keeper([place.id]), place_id=place.id, slot_id=slot, day=day, now=now)
    assert days_of(place.id, now=now) == [TUESDAY + n * WEEK for n in range(weeks_later)]


def test_delete_the_whole_series_after_one_of_its_occurrences(now: datetime) -> None:
    place = make_place()
    actor, slot = keeper([place.id]), publish(place, weekdays=frozenset({2}))
    operations.delete_occurrence(actor=actor, place_id=place.id, slot_id=slot, day=TUESDAY + WEEK, now=now)
    operations.delete_series_from(actor=actor, place_id=place.id, slot_id=slot, day=TUESDAY, now=now)
    assert days_of(place.id, now=now) == []


@pytest.mark.shows("F-070")
def test_delete_a_dated_slot(now: datetime) -> None:
    place = make_place()
    slot = publish(place)
    operations.delete_series_from(actor=keeper([place.id]), place_id=place.id, slot_id=slot, day=TUESDAY, now=now)
    assert days_of(place.id, now=now) == []
    with pytest.raises(Impossible, match="n'existe plus"):
        operations.delete_occurrence(actor=keeper([place.id]), place_id=place.id, slot_id=slot, day=TUESDAY, now=now)


@pytest.mark.shows("F-073")
def test_a_taken_occurrence_cannot_be_deleted_and_stands_when_its_series_goes(now: datetime) -> None:
    place = make_place()
    actor, slot = keeper([place.id]), publish(place, weekdays=frozenset({2}))
    take(slot, TUESDAY + WEEK, now)
    with pytest.raises(Impossible, match="Un patient est orienté"):
        operations.delete_occurrence(actor=actor, place_id=place.id, slot_id=slot, day=TUESDAY + WEEK, now=now)
    done = operations.delete_series_from(actor=actor, place_id=place.id, slot_id=slot, day=TUESDAY, now=now)
    assert [one.day for one in done.locked] == [TUESDAY + WEEK]
    assert days_of(place.id, now=now, weeks=6) == [TUESDAY + WEEK]
    with pytest.raises(Impossible, match=r"le 01/12/2026 : rien ne peut être supprimé"):
        operations.delete_series_from(actor=actor, place_id=place.id, slot_id=slot, day=TUESDAY + WEEK, now=now)


def test_a_past_occurrence_stays_in_the_agenda(now: datetime) -> None:
    place = make_place()
    slot = publish(place)
    with pytest.raises(Impossible, match="passée"):
        operations.delete_occurrence(
            actor=keeper([place.id]), place_id=place.id, slot_id=slot, day=TUESDAY, now=now + WEEK
        )


@pytest.mark.shows("F-080", "F-082", "F-083")
def test_unavailable_for_an_indefinite_time_then_back(now: datetime) -> None:
    place, other = make_place(), make_place()
    actor, slot = keeper([place.id, other.id]), publish(place)
    publish(other)
    operations.set_unavailable(actor=actor, place_id=place.id, unavailable=True, now=now)
    operations.set_unavailable(actor=actor, place_id=place.id, unavailable=True, now=now + timedelta(hours=1))
    kept = queries.agendas(actor=actor, place_ids=[place.id, other.id])
    assert kept[place.id].unavailable_since == now
    assert kept[other.id].unavailable_since is None
    assert take(slot, TUESDAY, now) is operations.TakeRefusal.UNAVAILABLE
    operations.set_unavailable(actor=actor, place_id=place.id, unavailable=False, now=now)
    assert isinstance(take(slot, TUESDAY, now), operations.TakenPlace)


@pytest.mark.shows("F-085")
def test_additional_info_is_plain_text_of_a_thousand_characters(now: datetime) -> None:
    place = make_place()
    actor = keeper([place.id])
    text = "Appeler le 02 99 00 00 00\r\n<b>avant 18 h</b>\x00" + "a" * 950
    operations.save_additional_info(actor=actor, place_id=place.id, text=text, now=now)
    kept = queries.agendas(actor=actor, place_ids=[place.id])[place.id]
    assert kept.additional_info.startswith("Appeler le 02 99 00 00 00\n<b>avant 18 h</b>aaa")
    assert kept.updated_at == now
    with pytest.raises(Impossible, match="1001 caractères") as refused:
        operations.save_additional_info(actor=actor, place_id=place.id, text="é" * 1001, now=now)
    assert refused.value.field == "text"


def test_every_operation_leaves_its_trace_and_one_announcement(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    announced: list[tuple[frozenset[int], datetime]] = []
    monkeypatch.setattr(changes, "_subscribers", [lambda places, at: announced.append((places, at))])
    place = make_place()
    actor, slot = keeper([place.id]), publish(place, weekdays=frozenset({2}))
    both = {"actor": actor, "place_id": place.id, "now": now}
    operations.delete_occurrence(**both, slot_id=slot, day=TUESDAY)
    operations.delete_series_from(**both, slot_id=slot, day=TUESDAY + WEEK)
    operations.set_unavailable(**both, unavailable=True)
    operations.save_additional_info(**both, text="Sonner deux fois")
    traces = journal.traces_of(actor=Actor.SYSTEM, subject="place", subject_id=place.id)
    assert [trace.verb for trace in reversed(traces)] == [
        "publish_slot",
        "delete_occurrence",
        "delete_series",
        "save_unavailability",
        "save_additional_info",
    ]
    assert announced == [(frozenset({place.id}), now)] * 5
    assert "Sonner" not in str(traces)


@pytest.mark.shows("F-077")
@pytest.mark.parametrize(
    ("via", "open_agenda", "sentence"),
    [(Via.SOS, True, "association SOS Médecins"), (Via.INDIVIDUAL, False, "créneaux éditeurs")],
)
def test_agenda_only_if_editor_slots_refused_and_not_sos(
    via: Via, open_agenda: bool, sentence: str, now: datetime
) -> None:
    professional = make_professional(open_agenda=True)
    settings: dict[str, object] = {"via": via, "editor_slots_refused": open_agenda}
    if via is Via.SOS:
        settings["structure_id"] = Structure.objects.create(kind="sos", name="SOS", name_key="sos", source_key="s").id
    ProfessionalSettings.objects.filter(professional=professional).update(**settings)
    place = make_place(professional=professional)
    with pytest.raises(Refused, match=sentence):
        operations.publish(actor=keeper([place.id]), place_id=place.id, draft=draft(), now=now)
    with pytest.raises(Refused, match=sentence):
        queries.week(actor=keeper([place.id]), place_id=place.id, monday=MONDAY, now=now)


ACTS = {
    "publish": {"draft": draft()},
    "delete_occurrence": {"slot_id": 1, "day": TUESDAY},
    "delete_series_from": {"slot_id": 1, "day": TUESDAY},
    "set_unavailable": {"unavailable": True},
    "save_additional_info": {"text": "x"},
}


@pytest.mark.parametrize("verb", ACTS)
def test_nobody_changes_the_agenda_of_a_place_that_is_not_theirs(verb: str, now: datetime) -> None:
    place, own = make_place(), make_place()
    strangers = [
        keeper([own.id]),
        keeper([place.id], Role.REGULATEUR_OSNP),
        keeper([place.id], Role.GESTIONNAIRE_COMPTES),
        Actor.NOBODY,
    ]
    for actor in strangers:
        with pytest.raises(Refused, match="pas rattaché"):
            getattr(operations, verb)(actor=actor, place_id=place.id, now=now, **ACTS[verb])
    with pytest.raises(Refused, match="n'existe pas"):
        getattr(operations, verb)(actor=keeper([own.id]), place_id=0, now=now, **ACTS[verb])


@pytest.mark.parametrize("role", [Role.ADMINISTRATEUR, Role.ADMINISTRATEUR_NATIONAL])
def test_administrators_keep_every_agenda_even_closed(role: Role, now: datetime) -> None:
    place = make_place(professional=make_professional(open_agenda=False))
    assert operations.publish(actor=keeper([], role), place_id=place.id, draft=draft(), now=now)


@pytest.mark.parametrize("role", [Role.DELEGATAIRE, Role.GESTIONNAIRE_STRUCTURE])
def test_delegates_and_managers_keep_the_agendas_they_act_for(role: Role, now: datetime) -> None:
    place = make_place()
    assert operations.publish(actor=keeper([place.id], role), place_id=place.id, draft=draft(), now=now)


def test_a_slot_is_reached_through_its_own_agenda_only(now: datetime) -> None:
    place, other = make_place(), make_place()
    actor, slot = keeper([place.id, other.id]), publish(other)
    for verb in ("delete_occurrence", "delete_series_from"):
        with pytest.raises(Impossible, match="pas dans l'agenda"):
            getattr(operations, verb)(actor=actor, place_id=place.id, slot_id=slot, day=TUESDAY, now=now)
    assert queries.occurrence(actor=actor, place_id=place.id, slot_id=slot, day=TUESDAY, now=now) is None


def test_the_agenda_of_a_closed_place_is_kept_no_more(now: datetime) -> None:
    place = make_place(closed_at=now)
    with pytest.raises(Refused, match="fermé dans l'annuaire"):
        operations.publish(actor=keeper([place.id]), place_id=place.id, draft=draft(), now=now)
