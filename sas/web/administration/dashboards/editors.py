"""How editors answer the platform; for administrators alone (F-266)."""

from sas.actor import Actor
from sas.rooms.piloting import queries
from sas.rooms.piloting.queries import EditorFigures
from sas.rooms.piloting.rules import Period, Scope
from sas.web.administration.dashboards.boards import Board
from sas.web.administration.dashboards.charts import Chart, Series, Shape, share
from sas.web.administration.dashboards.headlines import Headline, headline

_KEPT = "Les décomptes sont conservés quatre-vingt-dix jours."


def board(*, actor: Actor, scope: Scope, period: Period) -> Board:  # editors are asked for the country
    """Of every active editor."""
    now = queries.editors_health(actor=actor, period=period)
    before = queries.editors_health(actor=actor, period=period.before())
    compared = before if _whole(before, period.before()) else ()
    return Board(_headlines(now, compared), lambda: (_requests(now), _failures(now), _delays(now)))


def _headlines(now: tuple[EditorFigures, ...], before: tuple[EditorFigures, ...]) -> tuple[Headline, ...]:
    asked = _asked(now)
    asked_before = _asked(before) if before else None
    return (
        headline("Questions posées", now=asked, before=asked_before, about=_KEPT),
        headline("Échecs", now=share(_failed(now), asked), before=share(_failed(before), asked_before), unit="%"),
    )


def _whole(found: tuple[EditorFigures, ...], period: Period) -> bool:
    """Editors are asked each day: one without a question is a day that is no longer kept, or not yet."""
    return len({one.day for editor in found for one in editor.days}) == period.days


def _asked(found: tuple[EditorFigures, ...]) -> int:
    return sum(one.requests for one in found)


def _failed(found: tuple[EditorFigures, ...]) -> int:
    return sum(one.failures for one in found)


def _names(found: tuple[EditorFigures, ...]) -> tuple[str, ...]:
    return tuple(one.name for one in found)


def _requests(found: tuple[EditorFigures, ...]) -> Chart:
    series = (Series("Questions", tuple(one.requests for one in found)),)
    return Chart("questions", "Questions posées", Shape.ROWS, "Éditeur", _names(found), series, about=_KEPT)


def _failures(found: tuple[EditorFigures, ...]) -> Chart:
    series = (Series("Échecs", tuple(share(one.failures, one.requests) for one in found)),)
    about = "Des questions posées, celles qui n'ont pas eu de réponse exploitable."
    return Chart("echecs", "Échecs", Shape.ROWS, "Éditeur", _names(found), series, unit="%", about=about)


def _delays(found: tuple[EditorFigures, ...]) -> Chart:
    series = (
        Series("La moitié des réponses", tuple(one.p50 for one in found)),
        Series("95 % des réponses", tuple(one.p95 for one in found)),
    )
    about = "Délai en deçà duquel arrivent la moitié des réponses, et 95 % d'entre elles."
    return Chart("delais", "Délai de réponse", Shape.ROWS, "Éditeur", _names(found), series, unit="ms", about=about)
