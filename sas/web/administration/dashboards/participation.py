"""Who takes part: by way, day after day, and by specialty (F-266)."""

from sas.actor import Actor
from sas.rooms.participation.enums import Via
from sas.rooms.piloting import queries
from sas.rooms.piloting.queries import ParticipationFigures
from sas.rooms.piloting.rules import Period, Scope
from sas.web.administration.dashboards.boards import Board, counted
from sas.web.administration.dashboards.charts import Chart, Series, Shape, with_rest
from sas.web.administration.dashboards.headlines import Headline, headline
from sas.web.administration.dashboards.steps import steps

WAYS = {
    Via.INDIVIDUAL: "À titre individuel",
    Via.CPTS: "Via une CPTS",
    Via.MSP: "Via une MSP",
    Via.SOS: "Via SOS Médecins",
}
_SHOWN = 12
"""Specialties with a row of their own."""


def board(*, actor: Actor, scope: Scope, period: Period) -> Board:
    """At the end of each day of the period."""
    now = queries.participation(actor=actor, scope=scope, period=period)
    before = queries.participation(actor=actor, scope=scope, period=period.before())
    return counted(_headlines(now, before), lambda: (_by_way(now), _by_specialty(now)), coverage=now.coverage)


def _headlines(now: ParticipationFigures, before: ParticipationFigures) -> tuple[Headline, ...]:
    one, other = now.last, before.last
    return (
        headline("Participants", now=one and one.total, before=other and other.total, about="En fin de période."),
        *(
            headline(label, now=one and one.by_way[way], before=other and other.by_way[way])
            for way, label in WAYS.items()
        ),
    )


def _by_way(now: ParticipationFigures) -> Chart:
    cut = steps(now.coverage.period)
    series = (Series(name, cut.lasts({one.day: one.by_way[way] for one in now.days})) for way, name in WAYS.items())
    return Chart(
        "modes",
        "Participants par mode",
        Shape.STACK,
        cut.head,
        cut.labels,
        tuple(series),
        about="Professionnels dont les paramètres disent qu'ils participent, à la fin du dernier jour compté.",
    )


def _by_specialty(now: ParticipationFigures) -> Chart:
    told = [(one.label, one.count) for one in now.by_specialty]
    shown = with_rest(told, most=_SHOWN, rest="Autres spécialités")
    names, counts = tuple(name for name, _ in shown), tuple(count for _, count in shown)
    return Chart(
        "specialites",
        "Participants par spécialité",
        Shape.ROWS,
        "Spécialité",
        names,
        (Series("Participants", counts),),
        about="En fin de période. Un professionnel qui a deux spécialités compte dans chacune.",
    )
