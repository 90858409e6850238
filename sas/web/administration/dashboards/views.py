"""« Pilotage »: figures of the country, of a territory or of a structure, and the files made of them (F-266)."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from sas.rooms.piloting import queries
from sas.rooms.piloting.enums import ScopeKind
from sas.rooms.piloting.rules.access import READERS
from sas.web.administration import exports, menu
from sas.web.administration.dashboards import drawing, maps, pictures, textures, themes
from sas.web.administration.dashboards.boards import Board, Panel, Theme
from sas.web.administration.dashboards.charts import Chart
from sas.web.administration.dashboards.hours import Hours
from sas.web.administration.dashboards.pickers import Asked, asked
from sas.web.kit.access import page


@dataclass(frozen=True, slots=True)
class Drawn:
    """A panel and its picture; "" when it has none."""

    panel: Panel
    picture: SafeString


@page(*READERS)
def overview(request: HttpRequest) -> HttpResponse:
    """The figures on top of each theme."""
    choices = queries.scopes(actor=request.actor)
    if not choices:
        return render(request, "administration/pilotage_none.html")
    wanted = asked(request, choices)
    found = [(one, _board(request, one, wanted)) for one in themes.shown_to(request.actor, wanted.scope)]
    return render(request, "administration/pilotage.html", _frame(request, wanted) | {"found": found})


@page(*READERS)
def theme(request: HttpRequest, theme_slug: str) -> HttpResponse:
    """One theme, its charts and their tables."""
    here, wanted, board = _found(request, theme_slug)
    drawn = [Drawn(panel, _picture(panel)) for panel in board.panels()]
    shown = {"here": here, "board": board, "drawn": drawn, "textures": textures.for_page()}
    return render(request, "administration/pilotage_theme.html", _frame(request, wanted) | shown)


@page(*READERS)
def data(request: HttpRequest, theme_slug: str, panel_key: str) -> HttpResponse:
    """The table of a chart, for a spreadsheet; figures of nobody, so no trace is left."""
    here, wanted, board = _found(request, theme_slug)
    panel = _panel(board, panel_key)
    name = _file_name(here, panel, wanted)
    return exports.file_answer("csv", titles=panel.columns, chunks=[panel.cells], name=name)


@page(*READERS)
def picture(request: HttpRequest, theme_slug: str, panel_key: str) -> HttpResponse:
    """A chart or a map as an image, whose text says what it is of."""
    here, wanted, board = _found(request, theme_slug)
    panel = _panel(board, panel_key)
    text = None if isinstance(panel, Hours) else pictures.picture(panel, source=_source(wanted))
    if text is None:
        raise Http404
    return pictures.answer(text, name=_file_name(here, panel, wanted))


def _found(request: HttpRequest, slug: str) -> tuple[Theme, Asked, Board]:
    """What the address asks; 404 for a theme or a scope that has no such page."""
    choices = queries.scopes(actor=request.actor)
    here = themes.BY_SLUG.get(slug)
    if here is None or not choices:
        raise Http404
    wanted = asked(request, choices)
    if wanted.scope.kind is ScopeKind.STRUCTURE and not here.of_structures:
        raise Http404
    return here, wanted, _board(request, here, wanted)


def _board(request: HttpRequest, one: Theme, wanted: Asked) -> Board:
    return one.board(actor=request.actor, scope=wanted.scope, period=wanted.period)


def _frame(request: HttpRequest, wanted: Asked) -> dict[str, Any]:
    """What every page shows: the form, the themes, the periods, and where it lies."""
    return {
        "form": wanted.form,
        "wanted": wanted,
        "before": wanted.period.before(),
        "themes": themes.shown_to(request.actor, wanted.scope),
        "here": None,
        "in_menu": request.actor.has(*menu.READERS),
    }


def _picture(panel: Panel) -> SafeString:
    if panel.is_empty or isinstance(panel, Hours):
        return SafeString("")
    return drawing.drawn(panel) if isinstance(panel, Chart) else maps.drawn(panel)


def _panel(board: Board, key: str) -> Panel:
    found = next((one for one in board.panels() if one.key == key), None)
    if found is None:
        raise Http404
    return found


def _file_name(here: Theme, panel: Panel, wanted: Asked) -> str:
    return f"sas-{here.slug}-{panel.key}-{wanted.period.first}-{wanted.period.last}"


def _source(wanted: Asked) -> str:
    days = f"du {wanted.period.first:%d/%m/%Y} au {wanted.period.last:%d/%m/%Y}"
    return f"Service d'Accès aux Soins, {wanted.label}, {days}"
