"""The story of an agenda: every change, who, when, before, after; and the versions that it makes."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.availability import operations, queries
from sas.rooms.availability.enums import ChangeKind
from sas.rooms.availability.models import Agenda, AgendaChange
from sas.timetable.absence import Period
from sas.timetable.modality import Modality
from sas.timetable.plans import SeriesTerms, Terms
from tests.factories import care
from tests.factories.agenda import TUESDAY, keeper, make_place, publish

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
PLAGE = "09h00 – 12h00, une plage pour 3 patients, Consultation en cabinet"
SERIES = f"Chaque mardi à partir du 24/11/2026, {PLAGE}"
ENDED = f"Chaque mardi à partir du 24/11/2026 jusqu'au 07/12/2026, {PLAGE}, sauf le 24/11/2026"
CRENEAU = "14h00 – 14h15, un créneau, Consultation en cabinet, Téléconsultation"
NEXT = "Chaque mardi à partir du 08/12/2026 jusqu'au 26/01/2027, 09h00 – 12h00, une plage pour 1 patient, Consultation"
ABSENT = (
    "Indisponible pour une durée indéterminée depuis le 23/11/2026 à 09h00",
    "Indisponible du 24/11/2026 au 24/11/2026",
)
WITHOUT = f"{SERIES}, sauf le 24/11/2026"
STORY = [
    (ChangeKind.PUBLISH_SLOT, (), (SERIES,)),
    (ChangeKind.EDIT_OCCURRENCE, (SERIES,), (WITHOUT, f"Mardi 24/11/2026, {CRENEAU}")),
    (ChangeKind.EDIT_SERIES, (WITHOUT,), (ENDED, f"{NEXT} en cabinet, suspendue les jours fériés")),
    (ChangeKind.DELETE_OCCURRENCE, (ENDED,), (f"{ENDED}, 01/12/2026",)),
    (ChangeKind.SAVE_UNAVAILABILITY, ("Aucune indisponibilité",), ABSENT),
    (ChangeKind.SAVE_ADDITIONAL_INFO, ("Aucun texte",), ("16 caractères",)),
    (ChangeKind.COPY_DAY, (), (f"Jeudi 26/11/2026, {CRENEAU}",)),
]


def test_every_change_is_told_with_who_when_before_and_after(now: datetime) -> None:
    place = care.doctor_place()
    doctor = care.keeper(place)
    both = {"actor": doctor, "place_id": place.id, "now": now}
    slot = publish(place, weekdays=frozenset({2}))
    on = Terms(TUESDAY, time(14), time(14, 15), None, Modality.OFFICE | Modality.VIDEO)
    since = SeriesTerms(time(9), time(12), 1, Modality.OFFICE, TUESDAY + 9 * WEEK, holidays_off=True)
    operations.edit_occurrence(**both, slot_id=slot, day=TUESDAY, terms=on, seen="1")
    operations.edit_series_from(**both, slot_id=slot, day=TUESDAY + 2 * WEEK, terms=since, seen="2")
    operations.delete_occurrence(**both, slot_id=slot, day=TUESDAY + WEEK)
    operations.save_unavailability(
        actor=doctor, place_ids=[place.id], indefinite=True, periods=[Period(TUESDAY, TUESDAY)], versions={}, now=now
    )
    operations.save_additional_info(**both, text="Sonner deux fois")
    operations.copy_day(**both, day=TUESDAY, targets=[TUESDAY + timedelta(days=2)], seen="6")
    told = queries.history(actor=doctor, place_id=place.id, page=1)
    assert (told.number, told.has_next, [entry.version for entry in told.items]) == (1, False, [7, 6, 5, 4, 3, 2, 1])
    assert [(entry.kind, entry.before, entry.after) for entry in reversed(told.items)] == STORY
    assert all(entry.at == now and entry.by.startswith("Camille Le Goff") for entry in told.items[:-1])
    assert "Sonner" not in str(list(AgendaChange.objects.values()))


def test_a_patient_makes_no_version_and_no_story(now: datetime) -> None:
    place = make_place()
    slot = publish(place)
    with transaction.atomic():
        operations.take_place(actor=Actor.SYSTEM, slot_id=slot, day=TUESDAY, now=now)
        operations.free_place(actor=Actor.SYSTEM, slot_id=slot, day=TUESDAY, now=now)
    assert Agenda.objects.get(place=place).version == 1
    assert AgendaChange.objects.count() == 1


def test_the_story_comes_by_pages_at_the_same_cost(now: datetime) -> None:
    place = care.doctor_place()
    doctor = care.keeper(place)
    for number in range(21):
        operations.save_additional_info(actor=doctor, place_id=place.id, text=str(number), now=now)
    counts = []
    for page, size, has_next in ((1, 20, True), (2, 1, False)):
        with CaptureQueriesContext(connection) as captured:
            told = queries.history(actor=doctor, place_id=place.id, page=page)
        counts.append(len(captured))
        assert (len(told.items), told.has_next) == (size, has_next)
    assert counts[0] == counts[1]
    assert queries.history(actor=doctor, place_id=place.id, page=-3).number == 1


def test_the_story_is_read_by_whoever_acts_for_the_place_and_administrators(now: datetime) -> None:
    place, other = make_place(closed_at=None), make_place()
    publish(place)
    for actor in (
        keeper([place.id]),
        keeper([place.id], Role.DELEGATAIRE),
        keeper([place.id], Role.GESTIONNAIRE_STRUCTURE),
        keeper([], Role.ADMINISTRATEUR),
        keeper([], Role.ADMINISTRATEUR_NATIONAL),
    ):
        (entry,) = queries.history(actor=actor, place_id=place.id, page=1).items
        assert (entry.by, entry.kind) == ("Plateforme", ChangeKind.PUBLISH_SLOT)
    for actor in (keeper([other.id]), keeper([place.id], Role.REGULATEUR_OSNP), Actor.NOBODY):
        with pytest.raises(Refused):
            queries.history(actor=actor, place_id=place.id, page=1)
    with pytest.raises(Refused, match="n'existe pas"):
        queries.history(actor=keeper([place.id]), place_id=0, page=1)
