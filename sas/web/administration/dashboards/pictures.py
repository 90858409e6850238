"""A chart as a file that one keeps: the drawing with its title, its legend and where it comes from, on white."""

from xml.etree.ElementTree import Element, SubElement

from django.http import HttpResponse

from sas.web.administration.dashboards import drawing, maps
from sas.web.administration.dashboards.charts import Chart
from sas.web.administration.dashboards.drawing import WIDTH, written
from sas.web.administration.dashboards.maps import Map
from sas.web.administration.dashboards.textures import definitions

_HEAD, _LINE, _SIZE = 34, 22, 13
_COLOURS = ("#000091", "#c08c65", "#297254", "#6e445a", "#3a3a3a")
_SHADES = ("#f6f6f6", "#cacafb", "#8585f6", "#4a4aed", "#000091")
_STYLE = """
text { font-family: sans-serif; font-size: 13px; fill: #161616; }
.titre { font-size: 16px; font-weight: bold; }
.source { font-size: 11px; fill: #666; }
.axis.y text { text-anchor: end; }
.axis.x text { text-anchor: middle; }
.line { fill: none; stroke: #929292; }
.guide.line { stroke: #ddd; }
.vertical .axis.x .guide.line, .horizontal .axis.y .guide.line { stroke: none; }
.nofill { stroke-width: 2; }
.sas-marques { fill: none; stroke: #fff; stroke-width: 1.5; }
.sas-serie .rect { stroke: #fff; stroke-width: 1; }
.sas-carte path { stroke: #666; stroke-width: .5; }
.sas-rond { fill: #c9191e; fill-opacity: .6; stroke: #161616; stroke-width: .5; }
"""
_DASHES = ("none", "7 4", "2 3", "9 3 2 3", "1 3")


def picture(shown: Chart | Map, *, source: str) -> str | None:
    """The text of an SVG file; None when there is nothing to draw."""
    drawn = None if shown.is_empty else drawing.tree(shown) if isinstance(shown, Chart) else maps.tree(shown)
    if drawn is None:
        return None
    inside = float(drawn.get("viewBox", "0 0 0 0").split()[3])
    names = [one.name for one in shown.series] if isinstance(shown, Chart) and len(shown.series) > 1 else []
    height = _HEAD + inside + _LINE * (len(names) + 1) + 8
    root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {WIDTH} {height:.0f}"})
    root.set("width", f"{WIDTH * 2}")
    SubElement(root, "title").text = shown.title
    SubElement(root, "style").text = _STYLE + _colours()
    root.append(definitions())
    SubElement(root, "rect", {"width": f"{WIDTH}", "height": f"{height:.0f}", "fill": "#fff"})
    _text(root, shown.title, y=22, look="titre")
    whole = SubElement(root, "g", {"transform": f"translate(0 {_HEAD})", "class": drawn.get("class", "")})
    whole.extend(drawn)
    for at, name in enumerate(names):
        _legend(root, name, at=at, y=_HEAD + inside + _LINE * at)
    _text(root, source, y=height - 10, look="source")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + written(root)


def answer(text: str, *, name: str) -> HttpResponse:
    """The file to be saved."""
    response = HttpResponse(text, content_type="image/svg+xml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.svg"'
    return response


def _colours() -> str:
    """Of series, of their lines, and of shades."""
    series = [f".sas-couleur-{at} {{ fill: {colour}; }}" for at, colour in enumerate(_COLOURS)]
    lines = [
        f".sas-serie-{at} .nofill {{ stroke: {colour}; stroke-dasharray: {dashes}; }}"
        for at, (colour, dashes) in enumerate(zip(_COLOURS, _DASHES, strict=True))
    ]
    shades = [f".sas-teinte-{at} {{ fill: {colour}; }}" for at, colour in enumerate(_SHADES)]
    return "\n".join((*series, *lines, *shades))


def _text(root: Element, words: str, *, y: float, look: str, x: int = 8) -> None:
    SubElement(root, "text", {"x": str(x), "y": f"{y:.0f}", "class": look}).text = words


def _legend(root: Element, name: str, *, at: int, y: float) -> None:
    look = {"x": "8", "y": f"{y + 4:.0f}", "width": "14", "height": "14", "fill": f"url(#sas-motif-{at})"}
    SubElement(root, "rect", look)
    _text(root, name, y=y + 4 + _SIZE - 1, look="legende", x=30)
