"""Figures for the dashboards, written as the nightly job writes them: made up, the same for the same day."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from sas.rooms.directory.models import Activity, Editor, Structure, Territory
from sas.rooms.editors.models import EditorDay
from sas.rooms.editors.rules import DELAYS_MS
from sas.rooms.piloting.enums import DELAYS, DISTANCES, KINDS, STATES, WAYS, Source
from sas.rooms.piloting.models import (
    AvailabilityFact,
    CountedDay,
    OrientationFact,
    ParticipationFact,
    TwoHoursFact,
)
from sas.rooms.piloting.rules import CLOSING_LOOK, is_sunday
from sas.rooms.usage.models import CountedDay as CountedSearchDay
from sas.rooms.usage.models import SearchDay
from sas.rooms.usage.operations import counting

_DAY = timedelta(days=1)
_number = count(1)
PARIS = ZoneInfo("Europe/Paris")


def yesterday(now: datetime) -> date:
    """The last day of the periods that pages propose."""
    return now.astimezone(PARIS).date() - _DAY


def back_from(last: date, *, days: int) -> tuple[date, ...]:
    """So many days, the last one given."""
    return tuple(last - at * _DAY for at in reversed(range(days)))


def counted(days: Iterable[date], *, factor: int = 1, looks: int = CLOSING_LOOK) -> None:
    """Every day counted for the country, every territory and every structure that there is.

    A day of the country, of the département 35 and of each structure: 10 orientations times the factor, of which 1 is
    cancelled, 6 honoured and 2 not; 20 hours and 80 patients in the agenda, 5 and 15 by editors; 4 participants, 3 of
    whom show two hours.
    """
    at = datetime.now(UTC)
    added = ["c", "d35", *(f"s{one}" for one in Structure.objects.values_list("id", flat=True))]
    own = ["c", *(f"t{one}" for one in Territory.objects.values_list("id", flat=True)), *added[2:]]
    specialties = {str(one): factor for one in Activity.objects.order_by("id").values_list("id", flat=True)[:3]}
    rows: list[Any] = []
    for day in days:
        told = {"day": day, "version": 1, "at": at}
        rows.append(CountedDay(day=day, looks=looks, counted_at=at, editors_at=at))
        rows += [one for area in added for one in _added(told | {"area": area}, factor)]
        rows += [one for area in own for one in _own(told | {"area": area}, factor, specialties)]
    for kind in (CountedDay, OrientationFact, AvailabilityFact, ParticipationFact, TwoHoursFact):
        kind.objects.bulk_create([one for one in rows if isinstance(one, kind)])  # type: ignore[attr-defined]


def _added(told: dict[str, Any], factor: int) -> Iterator[Any]:
    yield OrientationFact(
        **told,
        kinds=_spread(10 * factor, len(KINDS)),
        states=[factor, factor, 0, 6 * factor, 2 * factor][: len(STATES)],
        delays=_spread(10 * factor, len(DELAYS)),
        distances=_spread(10 * factor, len(DISTANCES)),
    )
    for source, hours, places in ((Source.AGENDA, 20, 80), (Source.EDITOR, 5, 15)):
        yield AvailabilityFact(**told, source=source, minutes=hours * 60 * factor, places=places * factor)


def _own(told: dict[str, Any], factor: int, specialties: dict[str, int]) -> Iterator[Any]:
    yield ParticipationFact(**told, ways=[factor] * len(WAYS), specialties=specialties)
    if is_sunday(told["day"]):
        yield TwoHoursFact(**told, participants=4 * factor, with_agenda=4 * factor, met=3 * factor)


def _spread(count: int, among: int) -> list[int]:
    """As even as can be, the first ones taking what remains."""
    return [count // among + (at < count % among) for at in range(among)]


def searched(days: Iterable[date], *, commune: str = "35238", factor: int = 1) -> None:
    """Searches around a commune at nine: 10 times the factor, 8 with a result, 6 with a slot, 4 unanswered.

    Five led to a card, two to an orientation; none was asked by name.
    """
    at = datetime.now(UTC)
    where = {"departement": commune[:2], "commune": commune, "activity": "Médecin généraliste"}
    for day in days:
        SearchDay.objects.create(
            day=day,
            version=1,
            **where,
            mode="creneaux",
            hour=9,
            searches=10 * factor,
            with_result=8 * factor,
            with_slot=6 * factor,
            unanswered=4 * factor,
            opened=5 * factor,
            oriented=2 * factor,
        )
        CountedSearchDay.objects.get_or_create(day=day, defaults={"version": 1, "at": at})
        counting._sum(day, version=1)


def asked_editor(day: date) -> str:
    """The name of an editor that was asked forty times that day and failed four times; half answered within 200 ms."""
    made = Editor.objects.create(name=f"Logiciel des figures {next(_number)}")
    delays = [0, 18, 18, *([0] * (len(DELAYS_MS) - 2))]
    EditorDay.objects.create(editor=made, day=day, requests=40, failed={"timeout": 4}, delays=delays)
    return made.name


def panel_key(scene: Any) -> str:
    """A chart of which there is something to draw."""
    counted(back_from(yesterday(scene.now), days=7))
    return "modes"


HOLES = {"theme_slug": lambda _: "participation", "panel_key": panel_key}
