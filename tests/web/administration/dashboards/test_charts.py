"""What a chart says in words, and what is kept of its drawing."""

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from sas.web.administration.dashboards import drawing, pictures
from sas.web.administration.dashboards.charts import Chart, Series, Shape, said, share
from sas.web.administration.dashboards.headlines import headline

pytestmark = pytest.mark.shows("F-266")
DAYS = tuple(f"{day:02d}/11" for day in range(1, 31))


def chart(shape: Shape, *, count: int = 2, unit: str = "", labels: tuple[str, ...] = DAYS) -> Chart:
    series = (Series(f"Série {at}", tuple((at + day) % 7 for day in range(len(labels)))) for at in range(count))
    return Chart("cle", "Titre", shape, "Jour", labels, tuple(series), unit=unit)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, "%", "–"),
        (0, "", "0"),
        (1234567, "", "1\u202f234\u202f567"),
        (12.5, "%", "12,5\u00a0%"),
        (3.0, "h", "3\u00a0h"),
    ],
)
def test_figures_are_said_in_french(value: float | None, unit: str, text: str) -> None:
    assert said(value, unit) == text


def test_a_share_of_nothing_is_not_zero() -> None:
    assert (share(0, 0), share(0, 4), share(1, 3)) == (None, 0.0, 33.3)


@pytest.mark.parametrize(
    ("figures", "unit", "told"),
    [
        ((128, 116), "", ("▲", "12 de plus que la période précédente (116)")),
        ((116, 128), "", ("▼", "12 de moins que la période précédente (128)")),
        ((5, 5), "h", ("＝", "Comme la période précédente (5\u00a0h)")),
        ((52.5, 50.0), "%", ("▲", "2,5\u00a0points de plus que la période précédente (50\u00a0%)")),
        ((49.5, 50.0), "%", ("▼", "0,5\u00a0point de moins que la période précédente (50\u00a0%)")),
        ((5, None), "", ("", "Rien à comparer sur la période précédente")),
        ((None, 5), "", ("", "")),
    ],
)
def test_a_change_is_told_by_an_arrow_a_number_and_words(figures: Any, unit: str, told: tuple[str, str]) -> None:
    found = headline("Titre", now=figures[0], before=figures[1], unit=unit)
    assert (found.arrow, found.change) == told


def test_the_table_says_every_figure_and_the_file_keeps_numbers() -> None:
    shown = Chart("cle", "Titre", Shape.LINE, "Mois", ("oct.", "nov."), (Series("Part", (12.5, None)),), unit="%")
    assert shown.columns == ("Mois", "Part")
    assert shown.rows == (("oct.", "12,5\u00a0%"), ("nov.", "–"))
    assert shown.cells == [["oct.", "12,5"], ["nov.", ""]]


@pytest.mark.parametrize("shape", list(Shape))
def test_nothing_of_a_style_or_a_script_is_left_in_a_page(shape: Shape) -> None:
    """Nor an address, nor an identifier that two charts of a page would share."""
    text = drawing.drawn(chart(shape))
    root = ET.fromstring(text)  # noqa: S314  ours
    tags = {one.tag for one in root.iter()}
    names = {name for one in root.iter() for name in one.attrib}
    assert tags <= {"svg", "g", "path", "text", "title", "rect", "circle"}
    assert names & {"style", "id", "href", "onclick", "onload"} == set()
    assert (root.get("role"), root.get("aria-label")) == (
        "img",
        "Graphique : Titre. Le tableau qui suit dit la même chose.",
    )
    assert not re.search(r"\d\.\d\d", text)


def test_labels_are_escaped() -> None:
    shown = chart(Shape.ROWS, count=1, labels=("<script>alert(1)</script>", "b & c"))
    text = drawing.drawn(shown)
    assert "<script" not in text and "b &amp; c" in text


def test_each_bar_tells_its_figure_and_series_differ_by_texture() -> None:
    root = ET.fromstring(drawing.drawn(chart(Shape.STACK, count=5)))  # noqa: S314
    groups = [one for one in root.iter("g") if one.get("class", "").startswith("sas-serie ")]
    assert [one.get("fill") for one in groups] == [f"url(#sas-motif-{at})" for at in range(5)]
    titles = [one.text for one in groups[1].iter("title")]
    assert titles[:3] == ["01/11 : 1", "02/11 : 2", "03/11 : 3"]
    assert len(titles) == len(list(groups[1].iter("rect"))) == 30


def test_a_line_stops_where_nothing_is_known() -> None:
    shown = Chart("cle", "Titre", Shape.LINE, "Jour", DAYS[:5], (Series("Part", (1, 2, None, 4, 5)),), unit="%")
    root = ET.fromstring(drawing.drawn(shown))  # noqa: S314
    assert len(list(root.iter("circle"))) == 4
    assert sum("nofill" in one.get("class", "") for one in root.iter("path")) == 2


def test_what_is_all_zero_is_not_drawn() -> None:
    shown = Chart("cle", "Titre", Shape.STACK, "Jour", DAYS, (Series("Part", (0,) * 30),))
    assert shown.is_empty
    assert drawing.drawn(shown) == ""
    assert pictures.picture(shown, source="Source") is None


def test_the_picture_stands_alone_with_its_title_its_legend_and_its_source() -> None:
    text = pictures.picture(chart(Shape.STACK), source="Rennes & alentours, du 01/11/2026 au 30/11/2026")
    assert text is not None
    root = ET.fromstring(text.partition("\n")[2])  # noqa: S314
    name = "{http://www.w3.org/2000/svg}"
    words = [one.text for one in root.iter(f"{name}text")]
    assert words[0] == "Titre"
    assert words[-3:] == ["Série 0", "Série 1", "Rennes & alentours, du 01/11/2026 au 30/11/2026"]
    assert [one.get("id") for one in root.iter(f"{name}pattern")] == [f"sas-motif-{at}" for at in range(5)]
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "") and "<script" not in text


def test_a_long_label_is_cut_in_the_drawing_and_whole_in_the_table() -> None:
    label = "Qualifié en médecine générale et gériatrie"
    shown = chart(Shape.ROWS, count=1, labels=(label, "Court"))
    assert "Qualifié en médecine génér…" in drawing.drawn(shown) or "Qualifié en médecine géné…" in drawing.drawn(shown)
    assert shown.rows[0][0] == label
