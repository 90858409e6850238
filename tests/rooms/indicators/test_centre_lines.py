"""The lines of health centres in the table of a quarter: made each night from facts and open months."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from sas.actor import Actor
from sas.rooms.availability import operations as availability
from sas.rooms.directory.models import Structure
from sas.rooms.indicators import operations
from sas.rooms.indicators.models import CentreLine
from sas.rooms.participation.models import StructureSettings
from sas.timetable.modality import Modality
from sas.timetable.recurrence import SlotDraft
from tests.factories import associations, care
from tests.factories.quarters import Sent, send

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-266"), pytest.mark.shows("F-103")]
CLOSING = datetime(2026, 11, 8, 12, 0, tzinfo=UTC)
NIGHT = timedelta(days=1)


def night(now: datetime) -> list[tuple[str, int, bool, bool, bool, int, bool]]:
    """The lines of the quarter, by name, after the run of this night."""
    operations.keep_up(actor=Actor.SYSTEM, now=now)
    rows = CentreLine.objects.filter(quarter=date(2026, 10, 1)).order_by("name_key")
    told = ("name", "practitioners", "accepts", "pledges", "shows", "counted", "provisional")
    return list(rows.values_list(*told))


def test_the_night_tells_the_conditions_of_each_centre_that_said_or_received_something() -> None:
    kept, silent, clinic = (associations.house(kind) for kind in ("cds", "cds", "msp"))
    associations.house("cds")
    associations.centre_settings(kept.structure, practitioners=1)
    draft = SlotDraft(date(2026, 9, 29), time(9), time(11), frozenset({2}), 4, Modality.OFFICE)
    availability.publish(
        actor=kept.manager, place_id=kept.place.id, draft=draft, now=datetime(2026, 9, 29, 6, tzinfo=UTC)
    )
    rows = [Sent(house.place, datetime(2026, 10, 13, 10), "fulfilled") for house in (kept, silent, clinic)]
    send(rows, author=care.regulator(care.territory()))
    expected = {
        (kept.structure.name, 1, True, True, True, 1, True),
        (silent.structure.name, 0, False, False, False, 1, True),
    }
    assert set(night(CLOSING - NIGHT)) == set(night(CLOSING)) == expected


def test_every_month_of_the_quarter_must_meet_a_condition() -> None:
    house = associations.house("cds")
    associations.centre_settings(house.structure, practitioners=2)
    send([Sent(house.place, datetime(2026, 10, 13, 10), "fulfilled")], author=care.regulator(care.territory()))
    assert night(CLOSING)[0][1:] == (2, True, True, False, 1, True)
    StructureSettings.objects.update(participates=False, hours_pledged=False)
    assert night(CLOSING + NIGHT)[0][1:] == (2, False, False, False, 1, True)


def test_a_centre_that_closes_leaves_the_table() -> None:
    house = associations.house("cds")
    associations.centre_settings(house.structure, practitioners=2)
    send([Sent(house.place, datetime(2026, 10, 13, 10), "fulfilled")], author=care.regulator(care.territory()))
    assert len(night(CLOSING)) == 1
    Structure.objects.update(closed_at=CLOSING)
    assert night(CLOSING + NIGHT) == []


def test_a_quarter_whose_months_are_closed_is_no_longer_provisional() -> None:
    house = associations.house("cds")
    associations.centre_settings(house.structure, practitioners=2)
    send([Sent(house.place, datetime(2026, 10, 13, 10), "fulfilled")], author=care.regulator(care.territory()))
    ends = datetime(2027, 1, 8, 12, tzinfo=UTC)
    assert [line[-1] for line in night(ends - NIGHT)] == [True]
    assert [line[-1] for line in night(ends + NIGHT)] == [False]
