"""What became of orientations: by state, type, delay and distance, and who did not come (F-266)."""

from typing import Any

from sas.actor import Actor
from sas.rooms.orientation.enums import FREED, OrientationState
from sas.rooms.piloting import queries
from sas.rooms.piloting.queries import OrientationCounts, OrientationFigures
from sas.rooms.piloting.rules import Period, Scope
from sas.web.administration.dashboards.boards import Board, comparable, counted
from sas.web.administration.dashboards.charts import Chart, Series, Shape, share
from sas.web.administration.dashboards.headlines import Headline, headline
from sas.web.administration.dashboards.steps import steps

_OF_MARKED = "Des orientations dites honorées ou non honorées."


def board(*, actor: Actor, scope: Scope, period: Period) -> Board:
    """By day of the appointment."""
    now = queries.orientations(actor=actor, scope=scope, period=period)
    before = queries.orientations(actor=actor, scope=scope, period=period.before())
    return counted(_headlines(now, before), lambda: _panels(now), coverage=now.coverage)


def _panels(now: OrientationFigures) -> tuple[Chart, ...]:
    total = now.total
    return (
        _by_state(now),
        _no_shows(now),
        _rows("types", "Orientations par type", "Type", total.by_kind),
        _rows("delais", "Délai avant le rendez-vous", "Délai", total.by_delay, about=_DELAY),
        _rows("distances", "Distance depuis l'adresse recherchée", "Distance", total.by_distance, about=_DISTANCE),
    )


_DELAY = "Du moment où l'orientation est enregistrée à son début."
_DISTANCE = "Telle que la carte de résultat l'a dite : l'adresse n'est conservée nulle part."


def _headlines(now: OrientationFigures, before: OrientationFigures) -> tuple[Headline, ...]:
    one = now.total if now.days else None
    other = before.total if comparable(now.coverage, before.coverage) else None
    return (
        headline("Orientations", now=one and one.total, before=other and other.total),
        headline("Honorées", now=_in(one, OrientationState.HONOURED), before=_in(other, OrientationState.HONOURED)),
        headline("Patients non venus", now=_absent(one), before=_absent(other), unit="%", about=_OF_MARKED),
        headline("Annulées ou déclinées", now=_in(one, *FREED), before=_in(other, *FREED)),
    )


def _in(counts: OrientationCounts | None, *states: OrientationState) -> int | None:
    return counts and sum(counts.by_state[state] for state in states)


def _absent(counts: OrientationCounts | None) -> float | None:
    return counts and share(counts.no_shows, counts.marked)


def _by_state(now: OrientationFigures) -> Chart:
    cut, counted_days = steps(now.coverage.period), now.coverage.counted
    series = (
        Series(state.label, cut.sums({day: counts.by_state[state] for day, counts in now.days}, counted=counted_days))
        for state in OrientationState
    )
    about = "Par jour de rendez-vous, dans l'état connu au dernier décompte de ce jour."
    return Chart("etats", "Orientations par état", Shape.STACK, cut.head, cut.labels, tuple(series), about=about)


def _no_shows(now: OrientationFigures) -> Chart:
    cut, counted_days = steps(now.coverage.period), now.coverage.counted
    absent = cut.sums({day: counts.no_shows for day, counts in now.days}, counted=counted_days)
    marked = cut.sums({day: counts.marked for day, counts in now.days}, counted=counted_days)
    rates = tuple(share(some, all_of_them) for some, all_of_them in zip(absent, marked, strict=True))
    series = (Series("Patients non venus", rates),)
    return Chart(
        "non-venus", "Patients non venus", Shape.LINE, cut.head, cut.labels, series, unit="%", about=_OF_MARKED
    )


def _rows(key: str, title: str, head: str, counts: Any, *, about: str = "") -> Chart:
    names = tuple(one.label for one in counts)
    return Chart(key, title, Shape.ROWS, head, names, (Series("Orientations", tuple(counts.values())),), about=about)
