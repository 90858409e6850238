"""What is searched, what is found, and where and when nothing is (F-265, F-266)."""

from collections import Counter
from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from sas.actor import Actor
from sas.rooms.directory import queries as directory
from sas.rooms.piloting import queries as piloting
from sas.rooms.piloting import rules
from sas.rooms.piloting.enums import ScopeKind
from sas.rooms.piloting.rules import Period, Scope
from sas.rooms.usage import queries
from sas.rooms.usage.queries import CommuneNeeds, Counts, SearchFigures, UnansweredFigures
from sas.web.administration.dashboards.boards import Board
from sas.web.administration.dashboards.charts import Chart, Series, Shape, share, with_rest
from sas.web.administration.dashboards.headlines import Headline, headline
from sas.web.administration.dashboards.hours import Hours
from sas.web.administration.dashboards.maps import Map, Region, Spot
from sas.web.administration.dashboards.steps import steps

_ROWS, _SPOTS = 12, 100
"""Specialties, and communes, with a row of their own."""
_NEED = "Sans aucun résultat, ou sans créneau quand la recherche porte sur les créneaux."


def board(*, actor: Actor, scope: Scope, period: Period) -> Board:
    """Of the zone searched. Raises Refused to whoever may not read the scope."""
    if refusal := rules.may_read(actor, scope):
        raise refusal
    codes = None if scope.kind is ScopeKind.COUNTRY else piloting.departements_of(actor=actor, scope=scope)
    now, before = (_searches(actor, codes, asked) for asked in (period, period.before()))
    panels = partial(_panels, actor, codes=codes, now=now, period=period)
    return Board(_headlines(now, before), panels, is_unknown=not now.counted)


def _panels(
    actor: Actor, *, codes: frozenset[str] | None, now: SearchFigures, period: Period
) -> tuple[Chart | Map | Hours, ...]:
    needs = queries.unanswered(actor=actor, departements=codes, first=period.first, last=period.last)
    return (
        _by_answer(now, period),
        _shares(now, period),
        _funnel(now),
        _by_specialty(needs),
        _map(actor, codes, needs),
        _hours(needs),
    )


def _searches(actor: Actor, codes: Collection[str] | None, period: Period) -> SearchFigures:
    return queries.searches(actor=actor, departements=codes, period_first=period.first, period_last=period.last)


def _headlines(now: SearchFigures, before: SearchFigures) -> tuple[Headline, ...]:
    one = now.totals if now.counted else None
    other = before.totals if now.is_whole and before.is_whole else None
    return (
        headline("Recherches", now=one and one.searches, before=other and other.searches),
        headline("Avec un résultat", now=_of(one, "with_result"), before=_of(other, "with_result"), unit="%"),
        headline("Avec un créneau", now=_of(one, "with_slot"), before=_of(other, "with_slot"), unit="%"),
        headline("Sans réponse", now=one and one.unanswered, before=other and other.unanswered, about=_NEED),
    )


def _of(counts: Counts | None, name: str) -> float | None:
    return counts and share(getattr(counts, name), counts.searches)


def _by_answer(now: SearchFigures, period: Period) -> Chart:
    told: tuple[tuple[str, Callable[[Counts], int]], ...] = (
        ("Avec un créneau", lambda one: one.with_slot),
        ("Avec un résultat, sans créneau", lambda one: one.with_result - one.with_slot),
        ("Sans résultat", lambda one: one.searches - one.with_result),
    )
    cut = steps(period)
    series = tuple(
        Series(name, cut.sums({one.day: of(one.counts) for one in now.days}, counted=now.counted)) for name, of in told
    )
    about = "Les premières pages de recherche, au jour et à l'endroit recherchés."
    return Chart("recherches", "Recherches", Shape.STACK, cut.head, cut.labels, series, about=about)


def _shares(now: SearchFigures, period: Period) -> Chart:
    cut = steps(period)
    every = cut.sums({one.day: one.counts.searches for one in now.days}, counted=now.counted)

    def shares(name: str) -> tuple[float | None, ...]:
        found = cut.sums({one.day: getattr(one.counts, name) for one in now.days}, counted=now.counted)
        return tuple(map(share, found, every))

    series = tuple(
        Series(label, shares(name))
        for name, label in (("with_result", "Avec un résultat"), ("with_slot", "Avec un créneau"))
    )
    title = "Part des recherches qui trouvent"
    return Chart("reponses", title, Shape.LINE, cut.head, cut.labels, series, unit="%")


def _funnel(now: SearchFigures) -> Chart:
    names, counts = [one.name for one in now.funnel], [one.count for one in now.funnel]
    about = "Un créneau mène aussi à une orientation sans passer par la fiche."
    series = (Series("Recherches", tuple(counts)),)
    return Chart("parcours", "De la recherche à l'orientation", Shape.ROWS, "Étape", tuple(names), series, about=about)


def _by_specialty(needs: UnansweredFigures) -> Chart:
    told = [(one.activity or "Recherches par nom", one.unanswered) for one in needs.by_activity]
    shown = with_rest(told, most=_ROWS, rest="Autres")
    names, counts = tuple(name for name, _ in shown), tuple(count for _, count in shown)
    series = (Series("Recherches sans réponse", counts),)
    title = "Recherches sans réponse par spécialité"
    return Chart("specialites", title, Shape.ROWS, "Spécialité", names, series, about=_NEED)


def _map(actor: Actor, codes: Collection[str] | None, needs: UnansweredFigures) -> Map:
    """The country by département, a territory by commune."""
    counts = Counter[str]()
    for one in needs.by_commune:
        counts[one.departement] += one.unanswered
    regions = tuple(
        Region(one.code, one.name, counts[one.code])
        for one in directory.departement_names(actor=actor)
        if codes is None or one.code in codes
    )
    shown: dict[str, Any] = {"key": "carte", "title": "Recherches sans réponse sur la carte", "regions": regions}
    spots = () if codes is None else _spots(actor, needs.by_commune)
    return Map(**shown, about="Au centre de la commune recherchée.", spots=spots)


def _spots(actor: Actor, needs: Collection[CommuneNeeds]) -> tuple[Spot, ...]:
    most = list(needs)[:_SPOTS]
    towns = directory.towns(actor=actor, codes=[one.commune for one in most if one.commune])
    return tuple(
        Spot(found.name, one.departement, (found.lat, found.lon), one.unanswered)
        if (found := towns.get(one.commune))
        else Spot("Tout le département" if not one.commune else one.commune, one.departement, None, one.unanswered)
        for one in most
    )


def _hours(needs: UnansweredFigures) -> Hours:
    counts = {(day, hour): count for day, row in enumerate(needs.by_week_hour) for hour, count in enumerate(row)}
    title = "Recherches sans réponse par jour et par heure"
    return Hours("heures", title, "À l'heure de l'endroit recherché. Plus la case est colorée, plus il y en a.", counts)
