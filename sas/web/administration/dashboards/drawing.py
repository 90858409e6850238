"""Charts as pictures: pygal lays them out; what is kept of its SVG has no style, no script and no identifier (ADR 48).

Colours come from dashboards.css, which follows the theme. Series differ by texture or by dashes too, never by colour
alone. A chart is as wide as a telephone shows it without making its words small; a desk shows two side by side.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement, tostring

import pygal
from django.utils.safestring import SafeString
from pygal.etree import etree
from pygal.graph.graph import Graph
from pygal.style import Style

from sas.web.administration.dashboards.charts import Chart, Shape, said
from sas.web.administration.dashboards.textures import TEXTURES

# pygal adds to Python's import a finder of its plugins, of which there are none here, in a form that Python has left.
sys.meta_path[:] = [one for one in sys.meta_path if not isinstance(one, pygal.PluginImportFixer)]
etree.to_etree()  # the standard library's trees, whatever else is installed

WIDTH, HEIGHT = 480, 270
ROW, BAR, MARGIN = 34, 16, 46
"""Pixels of the drawing: one row of a chart by row, each bar more in it, and what its scale takes."""
LABEL = 14
_LONGEST, _MOST_LABELS = 26, 6
_KINDS: dict[Shape, type[Graph]] = {
    Shape.STACK: pygal.StackedBar,
    Shape.LINE: pygal.Line,
    Shape.ROWS: pygal.HorizontalBar,
}
_STYLE = Style(font_family="sans-serif", label_font_size=LABEL, major_label_font_size=LABEL, value_font_size=LABEL)
_DECIMALS = re.compile(r"(-?\d+\.\d{2,})")
_LEFT_OUT = {"defs", "title", "style", "script"}
_HANDLED = {"rx", "ry", "style", "id"}


def drawn(chart: Chart) -> SafeString:
    """The chart for a page; "" when there is nothing to draw. Its text is escaped by the tree that holds it."""
    if chart.is_empty:
        return SafeString("")
    root = tree(chart)
    root.set("role", "img")
    root.set("aria-label", f"Graphique : {chart.title}. Le tableau qui suit dit la même chose.")
    return SafeString(written(root))


def tree(chart: Chart) -> Element:
    """The drawing alone."""
    root = Element("svg", {"viewBox": f"0 0 {WIDTH} {height(chart)}", "class": f"sas-graphique sas-{chart.shape}"})
    root.extend(_kept(_laid_out(chart).render_tree()))
    return root


def height(chart: Chart) -> int:
    """Of the drawing, in pixels."""
    if chart.shape is not Shape.ROWS:
        return HEIGHT
    return MARGIN + (ROW + BAR * (len(chart.series) - 1)) * len(chart.labels)


def written(root: Element) -> str:
    """As text, coordinates to a tenth of a pixel."""
    return _DECIMALS.sub(lambda found: f"{float(found[1]):.1f}", tostring(root, encoding="unicode"))


def _laid_out(chart: Chart) -> Graph:
    by_row = chart.shape is Shape.ROWS
    labels = [_short(one) for one in chart.labels]
    graph = _KINDS[chart.shape](
        width=WIDTH, height=height(chart), style=_STYLE, css=(), js=(), no_prefix=True, show_legend=False,
        margin=6, margin_right=34, spacing=8, truncate_label=-1, min_scale=3, max_scale=5, order_min=0, dots_size=3,
        allow_interruptions=True,
        show_minor_x_labels=by_row, range=_range(chart), value_formatter=lambda value: _tick(value, chart.unit),
    )  # fmt: skip
    at = 0 if by_row else -(-len(labels) // _MOST_LABELS)
    graph.x_labels = labels[::-1] if by_row else labels
    graph.x_labels_major = [] if by_row else labels[::at]
    for one in chart.series:
        graph.add(one.name, list(one.values[::-1] if by_row else one.values))
    return graph


def _range(chart: Chart) -> tuple[int, int] | None:
    """Percentages are drawn on their whole scale, so that two of them compare."""
    return (0, 100) if chart.unit == "%" else None


def _tick(value: float, unit: str) -> str:
    return said(int(value) if value == int(value) else float(value), unit if unit == "%" else "")


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST else label[: _LONGEST - 1].rstrip() + "…"


def _kept(root: Element) -> Iterator[Element]:
    """The groups of the drawing that draw something."""
    return _cleaned_all(child for child in root if child.tag == "g")


def _cleaned_all(nodes: Iterable[Element]) -> Iterator[Element]:
    return (made for node in nodes if (made := _cleaned(node)) is not None)


def _cleaned(node: Element) -> Element | None:
    """The same node without what a page does not want; None when nothing is left of it."""
    kind = node.get("class", "")
    if not isinstance(node.tag, str) or node.tag in _LEFT_OUT or "background" in kind or "tooltip-overlay" in kind:
        return None
    told = {name: value for name, value in node.attrib.items() if name not in _HANDLED and value}
    made = Element(node.tag, told)
    made.text = node.text
    if word := _word(node):
        SubElement(made, "title").text = word
    made.extend(_cleaned_all(child for child in node if child.tag != "desc"))
    _texture(made)
    return made if len(made) or made.text or node.tag != "g" else None


def _word(node: Element) -> str:
    """What a mouse that rests there is told: « 12/11 : 14 »."""
    told = {child.get("class", ""): child.text or "" for child in node if child.tag == "desc"}
    return " : ".join(filter(None, (told.get("x_label"), told.get("value"))))


def _texture(node: Element) -> None:
    """Series are told apart by texture too, numbered as pygal numbers them."""
    found = re.search(r"\bserie-(\d+)", node.get("class", ""))
    if found:
        at = int(found[1]) % TEXTURES
        node.set("class", f"sas-serie sas-serie-{at}")
        node.set("fill", f"url(#sas-motif-{at})")
