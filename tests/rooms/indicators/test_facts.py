"""Facts of closed months: written once, never rewritten, computed again as another version that says why."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.availability import operations as availability
from sas.rooms.directory.models import Place, Professional
from sas.rooms.indicators import operations, queries, rules
from sas.rooms.indicators.models import ClosedMonth, MonthFact, QuarterLine
from sas.rooms.indicators.operations import Computed
from sas.rooms.indicators.rules import Quarter
from sas.rooms.journal.models import AuditEntry
from sas.rooms.orientation import operations as orientation
from sas.rooms.orientation.enums import OrientationState
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ParticipationChange, ProfessionalSettings
from sas.timetable.modality import Modality
from sas.timetable.recurrence import SlotDraft
from tests.factories import agenda, associations, care
from tests.factories.quarters import Sent, send

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-266")]

OCTOBER, LAST = date(2026, 10, 1), Quarter(2026, 4)
CLOSING = datetime(2026, 11, 8, 12, 0, tzinfo=UTC)
NIGHT = timedelta(days=1)


@pytest.fixture
def place() -> Place:
    return care.doctor_place()


@pytest.fixture
def regulator() -> Actor:
    return care.regulator(care.territory())


def keep_up(now: datetime) -> Computed:
    return operations.keep_up(actor=Actor.SYSTEM, now=now)


def october(place: Place, state: str = "oriented", *, day: int = 13) -> Sent:
    return Sent(place, datetime(2026, 10, day, 10, 0), state)


def versions(professional_id: int | None, month: date = OCTOBER) -> list[tuple[int, int]]:
    rows = MonthFact.objects.filter(professional_id=professional_id, month=month).order_by("version")
    return [(row.version, len(row.counted_ids)) for row in rows]


def test_a_month_closes_seven_days_after_its_last_day_is_over_everywhere_and_once(
    place: Place, regulator: Actor
) -> None:
    send([october(place)], author=regulator)
    keep_up(CLOSING - timedelta(seconds=1))
    assert versions(place.professional_id) == []
    assert OCTOBER not in ClosedMonth.objects.values_list("month", flat=True)
    assert QuarterLine.objects.get(professional_id=place.professional_id, quarter=OCTOBER).counted == 1
    assert keep_up(CLOSING).months == 1
    fact = MonthFact.objects.get(professional_id=place.professional_id, month=OCTOBER)
    told = (fact.honoured, fact.presumed, fact.not_honoured, fact.cancelled, fact.declined, fact.at, fact.difference)
    assert told == (0, 1, 0, 0, 0, CLOSING, {})
    again = keep_up(CLOSING + NIGHT)
    assert (again.months, again.facts) == (0, 0)
    assert versions(place.professional_id) == [(1, 1)]
    closings = AuditEntry.objects.filter(verb="close_month", details__month="2026-10")
    assert [trace.user_id for trace in closings] == [None]


def test_a_run_that_died_halfway_goes_on(place: Place, regulator: Actor) -> None:
    send([october(place), october(other := care.doctor_place())], author=regulator)
    keep_up(CLOSING)
    ClosedMonth.objects.filter(month=OCTOBER).delete()
    third = care.doctor_place()
    send([october(third)], author=regulator)
    keep_up(CLOSING + NIGHT)
    for one in (place, other, third):
        assert versions(one.professional_id) == [(1, 1)]
    assert ClosedMonth.objects.get(month=OCTOBER).closed_at == CLOSING + NIGHT


def test_what_is_said_later_adds_a_version_and_keeps_the_first(place: Place, regulator: Actor) -> None:
    (made,) = send([october(place)], author=regulator)
    keep_up(CLOSING)
    orientation.mark(actor=care.keeper(place), orientation_id=made, honoured=False, now=CLOSING + NIGHT)
    assert keep_up(CLOSING + 2 * NIGHT).facts == 1
    assert versions(place.professional_id) == [(1, 1), (2, 0)]
    newest = MonthFact.objects.get(professional_id=place.professional_id, month=OCTOBER, version=2)
    assert newest.difference == {
        "presumed": [1, 0],
        "not_honoured": [0, 1],
        "counted": [1, 0],
        "added": [],
        "removed": [made],
    }
    assert QuarterLine.objects.get(professional_id=place.professional_id, quarter=OCTOBER).counted == 0
    assert keep_up(CLOSING + 3 * NIGHT).facts == 0


@pytest.mark.shows("F-266")
def test_an_orientation_sent_to_a_structure_counts_for_the_member_named_and_moves_with_the_name(
    regulator: Actor,
) -> None:
    house = associations.house("msp")
    first, second = (associations.takes_part_through(house.structure, Via.MSP) for _ in range(2))
    (made,) = send([october(house.place)], author=regulator)
    keep_up(CLOSING)
    assert versions(first.id) == versions(second.id) == [(1, 0)]
    for turn, named in enumerate((first, second), start=1):
        now = CLOSING + 2 * turn * NIGHT
        orientation.name_member(actor=house.manager, orientation_id=made, professional_id=named.id, now=now)
        keep_up(now + NIGHT)
    assert versions(first.id) == [(1, 0), (2, 1), (3, 0)]
    assert versions(second.id) == [(1, 0), (2, 1)]


def test_computing_again_is_for_the_platform_and_for_closed_months(place: Place, regulator: Actor) -> None:
    (made,) = send([october(place)], author=regulator)
    for person in (care.account(Role.ADMINISTRATEUR), regulator, Actor.NOBODY):
        for act in (
            lambda actor: operations.keep_up(actor=actor, now=CLOSING),
            lambda actor: operations.recompute(actor=actor, month=OCTOBER, now=CLOSING),
        ):
            with pytest.raises(Refused):
                act(person)
    with pytest.raises(Impossible, match="pas clos"):
        operations.recompute(actor=Actor.SYSTEM, month=OCTOBER, now=CLOSING)
    keep_up(CLOSING)
    assert operations.recompute(actor=Actor.SYSTEM, month=OCTOBER, now=CLOSING + NIGHT).facts == 0
    orientation.mark(actor=care.keeper(place), orientation_id=made, honoured=True, now=CLOSING + NIGHT)
    assert operations.recompute(actor=Actor.SYSTEM, month=OCTOBER, now=CLOSING + 2 * NIGHT).facts == 1
    newest = MonthFact.objects.get(professional_id=place.professional_id, month=OCTOBER, version=2)
    assert newest.difference == {"honoured": [0, 1], "presumed": [1, 0]}
    traces = AuditEntry.objects.filter(verb="recompute_month").order_by("id")
    assert [trace.details for trace in traces] == [{"month": "2026-10", "facts": facts} for facts in (0, 1)]


def test_the_conditions_are_those_of_the_month_whatever_is_changed_later(place: Place) -> None:
    settings = ProfessionalSettings.objects.filter(professional_id=place.professional_id)
    before = {"via": 1, "structure": None, "has_software": True, "hours_pledged": True, "editor_slots_refused": False}
    settings.update(via=Via.NONE, has_software=False, hours_pledged=False)
    ParticipationChange.objects.create(
        professional_id=place.professional_id, at=datetime(2026, 11, 3, tzinfo=UTC), before=before, after={}
    )
    keep_up(CLOSING)
    kept = rules.read(MonthFact.objects.get(professional_id=place.professional_id, month=OCTOBER).evidence)
    assert (kept.via, kept.slots_by, kept.met) == (Via.INDIVIDUAL, "editor", True)
    live = queries.professional_quarter(
        actor=Actor(None, frozenset({Role.ADMINISTRATEUR})),
        professional_id=place.professional_id or 0,
        quarter=LAST,
        now=CLOSING,
    )
    assert live
    assert [line.met for line in live.conditions[0].lines] == [True, False]
    assert not live.met


def published_weekly(place: Place, owner: Actor, *, since: date, hours: int = 2) -> None:
    """Each Tuesday from 9 o'clock on."""
    draft = SlotDraft(since, time(9), time(9 + hours), frozenset({2}), 4, Modality.OFFICE)
    at = datetime.combine(since, time(6), UTC)
    availability.publish(actor=owner, place_id=place.id, draft=draft, now=at)


def test_the_hours_of_past_weeks_are_those_regulators_could_see(place: Place) -> None:
    owner = care.keeper(place)
    ProfessionalSettings.objects.filter(professional_id=place.professional_id).update(hours_pledged=True)
    published_weekly(place, owner, since=date(2026, 9, 29))
    away = {"place_ids": [place.id], "indefinite": True, "periods": (), "versions": {}}
    availability.save_unavailability(actor=owner, **away, now=datetime(2026, 10, 19, 8, 0, tzinfo=UTC))
    back = {**away, "indefinite": False}
    availability.save_unavailability(actor=owner, **back, now=datetime(2026, 10, 21, 8, 0, tzinfo=UTC))
    keep_up(CLOSING)
    kept = rules.read(MonthFact.objects.get(professional_id=place.professional_id, month=OCTOBER).evidence)
    assert [(week.monday.day, week.minutes) for week in kept.weeks] == [(5, 120), (12, 120), (19, 0), (26, 120)]
    assert (kept.slots_by, kept.weeks_kept, kept.publishes) == ("agenda", 3, False)


@pytest.mark.shows("F-103")
def test_a_centre_needs_two_hours_for_each_general_practitioner(regulator: Actor) -> None:
    house = associations.house("cds")
    associations.centre_settings(house.structure, practitioners=2)
    for _ in range(2):
        published_weekly(house.place, house.manager, since=date(2026, 9, 29))
    send([october(house.place, "fulfilled")], author=regulator)
    keep_up(CLOSING)
    fact = MonthFact.objects.get(structure=house.structure, month=OCTOBER)
    kept = rules.read(fact.evidence)
    assert (kept.required, {week.minutes for week in kept.weeks}, kept.met, fact.honoured) == (240, {240}, True, 1)


def test_only_doctors_with_a_practice_of_their_own_have_figures(regulator: Actor) -> None:
    centre = associations.house("cds")
    nurse = agenda.make_professional()
    Professional.objects.filter(id=nurse.id).update(profession_code="60")
    nurses = agenda.make_place(professional=nurse)
    in_centre = Place.objects.get(professional=centre.member)
    salaried = care.doctor_place()
    Place.objects.filter(id=salaried.id).update(exercise_mode="S")
    send([october(nurses), october(in_centre), october(salaried)], author=regulator)
    keep_up(CLOSING)
    others = [nurse.id, centre.member.id, salaried.professional_id]
    assert [versions(one) for one in others] == [[], [], []]
    assert not QuarterLine.objects.filter(professional_id__in=others).exists()


def test_a_doctor_found_salaried_leaves_the_open_table_and_his_facts_stand(place: Place, regulator: Actor) -> None:
    (made,) = send([october(place, "fulfilled")], author=regulator)
    keep_up(CLOSING)
    Place.objects.filter(id=place.id).update(exercise_mode="S")
    orientation.mark(actor=care.keeper(place), orientation_id=made, honoured=False, now=CLOSING + NIGHT)
    keep_up(CLOSING + 2 * NIGHT)
    assert operations.recompute(actor=Actor.SYSTEM, month=OCTOBER, now=CLOSING + 3 * NIGHT).facts == 0
    assert versions(place.professional_id) == [(1, 1)]
    assert not QuarterLine.objects.filter(professional_id=place.professional_id, quarter=OCTOBER).exists()


def test_the_mode_that_becomes_known_changes_no_fact(place: Place, regulator: Actor) -> None:
    send([october(place, "fulfilled")], author=regulator)
    keep_up(CLOSING)
    assert not QuarterLine.objects.get(professional_id=place.professional_id, quarter=OCTOBER).mode_known
    Place.objects.filter(id=place.id).update(exercise_mode="L")
    keep_up(CLOSING + NIGHT)
    assert operations.recompute(actor=Actor.SYSTEM, month=OCTOBER, now=CLOSING + 2 * NIGHT).facts == 0
    assert QuarterLine.objects.get(professional_id=place.professional_id, quarter=OCTOBER).mode_known


def test_who_leaves_the_directory_leaves_the_table_and_keeps_his_facts(place: Place, regulator: Actor) -> None:
    send([october(place, "fulfilled")], author=regulator)
    keep_up(CLOSING)
    Place.objects.filter(id=place.id).update(closed_at=CLOSING)
    keep_up(CLOSING + NIGHT)
    assert versions(place.professional_id) == [(1, 1)]
    assert not QuarterLine.objects.filter(professional_id=place.professional_id, quarter=OCTOBER).exists()


def test_a_cancelled_orientation_is_told_in_the_facts_and_counts_for_nothing(place: Place, regulator: Actor) -> None:
    send([october(place, state.value, day=5 + at) for at, state in enumerate(OrientationState)], author=regulator)
    keep_up(CLOSING)
    fact = MonthFact.objects.get(professional_id=place.professional_id, month=OCTOBER)
    told = (fact.honoured, fact.presumed, fact.not_honoured, fact.cancelled, fact.declined, len(fact.counted_ids))
    assert told == (1, 1, 1, 1, 1, 2)
