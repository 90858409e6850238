"""What is published: hours and places, here and by editors, and the rule of two hours (F-266)."""

from collections.abc import Callable

from sas.actor import Actor
from sas.rooms.piloting import queries
from sas.rooms.piloting.enums import Source
from sas.rooms.piloting.queries import AvailabilityCounts, AvailabilityFigures, TwoHourCounts, TwoHourFigures
from sas.rooms.piloting.rules import Period, Scope
from sas.web.administration.dashboards.boards import Board, comparable, counted
from sas.web.administration.dashboards.charts import Chart, Series, Shape, share
from sas.web.administration.dashboards.headlines import Headline, headline
from sas.web.administration.dashboards.steps import steps

_MINUTES = 60
_WHOLE_DAYS = "Les créneaux sont comptés au jour où ils ont lieu."


def board(*, actor: Actor, scope: Scope, period: Period) -> Board:
    """Of the days of the period, and of the weeks that end in it."""
    asked, compared = {"actor": actor, "scope": scope, "period": period}, period.before()
    now, before = queries.availability(**asked), queries.availability(**asked | {"period": compared})
    rule, rule_before = queries.two_hour_rule(**asked), queries.two_hour_rule(**asked | {"period": compared})
    headlines = (*_headlines(now, before), _rule_headline(rule, rule_before))
    return counted(headlines, lambda: (_hours(now), _places(now), _rule(rule)), coverage=now.coverage)


def _headlines(now: AvailabilityFigures, before: AvailabilityFigures) -> tuple[Headline, ...]:
    total = now.total if now.days else None
    other = before.total if _comparable(now, before) else None
    return (
        headline("Heures publiées", now=_all_hours(total), before=_all_hours(other), unit="h"),
        headline(
            "Patients qui peuvent être reçus",
            now=total and total.total_places,
            before=other and other.total_places,
        ),
        headline("Part de l'agenda SAS", now=_share_here(total), before=_share_here(other), unit="%", about=_OF_HOURS),
    )


_OF_HOURS = "Sur les heures publiées."


def _all_hours(counts: AvailabilityCounts | None) -> int | None:
    return counts and _in_hours(counts.total_minutes)


def _share_here(counts: AvailabilityCounts | None) -> float | None:
    return counts and share(counts.minutes[Source.AGENDA], counts.total_minutes)


def _in_hours(minutes: int) -> int:
    return round(minutes / _MINUTES)


def _comparable(now: AvailabilityFigures, before: AvailabilityFigures) -> bool:
    """Days of which nobody noted what editors told would look emptier than they were."""
    told = all(one.editors_known for figures in (now, before) for one in figures.days)
    return told and comparable(now.coverage, before.coverage)


def _rule_headline(now: TwoHourFigures, before: TwoHourFigures) -> Headline:
    return headline(
        "Règle des deux heures",
        now=_rate(now.total),
        before=_rate(before.total) if comparable(now.coverage, before.coverage) else None,
        unit="%",
        about="Participants qui ont montré deux heures dans la semaine.",
    )


def _rate(counts: TwoHourCounts) -> float | None:
    return share(counts.met, counts.participants)


def _by_source(now: AvailabilityFigures, told: Callable[[AvailabilityCounts, Source], int]) -> tuple[Series, ...]:
    cut, days = steps(now.coverage.period), now.coverage.counted
    return tuple(
        Series(source.label, cut.sums({one.day: told(one.counts, source) for one in now.days}, counted=days))
        for source in Source
    )


def _hours(now: AvailabilityFigures) -> Chart:
    cut = steps(now.coverage.period)
    minutes = _by_source(now, lambda counts, source: counts.minutes[source])
    hours = (
        Series(one.name, tuple(None if value is None else _in_hours(int(value)) for value in one.values))
        for one in minutes
    )
    return Chart(
        "heures",
        "Heures publiées",
        Shape.STACK,
        cut.head,
        cut.labels,
        tuple(hours),
        unit="h",
        about=f"{_WHOLE_DAYS} {_unknown(now)}".rstrip(),
    )


def _places(now: AvailabilityFigures) -> Chart:
    cut = steps(now.coverage.period)
    return Chart(
        "places",
        "Patients qui peuvent être reçus",
        Shape.STACK,
        cut.head,
        cut.labels,
        _by_source(now, lambda counts, source: counts.places[source]),
        about=f"Un par créneau, autant qu'elle en annonce par plage horaire. {_unknown(now)}".rstrip(),
    )


def _unknown(now: AvailabilityFigures) -> str:
    """What editors tell of a day is noted the night before, or never."""
    days = [one.day for one in now.days if not one.editors_known]
    if not days:
        return ""
    return f"Créneaux des éditeurs non relevés pour {len(days)} jour{'s' if len(days) > 1 else ''} de la période."


def _rule(found: TwoHourFigures) -> Chart:
    return Chart(
        "deux-heures",
        "Règle des deux heures",
        Shape.LINE,
        "Semaine du",
        tuple(f"{one.monday:%d/%m/%y}" for one in found.weeks),
        (
            Series("De tous les participants", tuple(_rate(one.counts) for one in found.weeks)),
            Series(
                "De ceux qui tiennent l'agenda SAS",
                tuple(share(one.counts.met, one.counts.with_agenda) for one in found.weeks),
            ),
        ),
        unit="%",
        about="Part de ceux qui ont montré deux heures ou plus à la régulation. Les semaines en cours n'y sont pas.",
    )
