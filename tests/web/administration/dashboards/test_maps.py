"""The map without tiles: what is drawn where, what its table says; and the table of hours."""

import gzip
import re
from xml.etree import ElementTree as ET

import pytest

from sas.web.administration.dashboards import maps, outlines, pictures
from sas.web.administration.dashboards.hours import Hours
from sas.web.administration.dashboards.maps import Map, Region, Spot, shade

pytestmark = pytest.mark.shows("F-266")
RENNES = Spot("Rennes", "35", (48.11, -1.68), 40)
SAINT_MALO = Spot("Saint-Malo", "35", (48.65, -2.0), 10)


def shown(*spots: Spot, codes: tuple[str, ...] = ("35",), counts: tuple[int, ...] = (50,)) -> Map:
    regions = tuple(Region(code, f"Département {code}", count) for code, count in zip(codes, counts, strict=True))
    return Map("carte", "Titre", "", regions, spots)


def test_the_whole_country_is_light_and_every_departement_has_its_shade() -> None:
    codes = tuple(sorted(outlines.rings()))
    text = maps.drawn(shown(codes=codes, counts=tuple(range(len(codes)))))
    assert len(gzip.compress(text.encode())) < 8_000
    root = ET.fromstring(text)  # noqa: S314  ours
    assert len(list(root.iter("path"))) == len(codes) == 101
    assert {one.get("class") for one in root.iter("path")} == {f"sas-teinte-{at}" for at in range(5)}
    assert {one.tag for one in root.iter()} == {"svg", "path", "title"}


def test_nothing_is_drawn_outside_the_picture() -> None:
    codes = tuple(sorted(outlines.rings()))
    root = maps.tree(shown(codes=codes, counts=(1,) * len(codes)))
    assert root is not None
    width, height = (float(one) for one in root.get("viewBox", "").split()[2:])
    for path in root.iter("path"):
        for ring in path.get("d", "").split("M")[1:]:
            numbers = [int(one) for one in re.findall(r"-?\d+", ring)]
            x, y = 0, 0
            for across, down in zip(numbers[::2], numbers[1::2], strict=True):
                x, y = x + across, y + down
                assert 0 <= x <= width and 0 <= y <= height


def test_communes_are_circles_whose_areas_are_as_the_counts() -> None:
    root = maps.tree(shown(SAINT_MALO, RENNES))
    assert root is not None
    rennes, saint_malo = root.iter("circle")
    assert [one.text for one in root.iter("title")] == ["Département 35 : 50", "Rennes : 40", "Saint-Malo : 10"]
    assert float(rennes.get("r", 0)) == 2 * float(saint_malo.get("r", 0))
    assert float(rennes.get("cy", 0)) > float(saint_malo.get("cy", 0))
    assert float(rennes.get("cx", 0)) > float(saint_malo.get("cx", 0))


def test_the_table_says_all_that_is_counted_the_most_first() -> None:
    everywhere = Spot("Tout le département", "35", None, 12)
    assert shown(SAINT_MALO, RENNES, everywhere).rows == (
        ("Rennes (35)", "40"),
        ("Tout le département (35)", "12"),
        ("Saint-Malo (35)", "10"),
    )
    assert shown(codes=("22", "35", "56"), counts=(1, 1234, 0)).rows == (
        ("Département 35 (35)", "1\u202f234"),
        ("Département 22 (22)", "1"),
    )


def test_what_has_no_outline_is_in_the_table_alone() -> None:
    alone = shown(codes=("975",), counts=(3,))
    assert maps.drawn(alone) == ""
    assert pictures.picture(alone, source="Source") is None
    assert alone.rows == (("Département 975 (975)", "3"),)


def test_the_picture_of_a_map_stands_alone() -> None:
    text = pictures.picture(shown(RENNES), source="Rennes") or ""
    assert text.count("<circle") == 1
    assert ".sas-rond" in text


@pytest.mark.parametrize(("count", "expected"), [(0, 0), (1, 1), (25, 1), (26, 2), (50, 2), (51, 3), (76, 4), (100, 4)])
def test_shades_go_by_equal_parts_of_the_most(count: int, expected: int) -> None:
    assert shade(count, 100) == expected


def test_each_hour_of_the_week_has_its_number_and_its_shade() -> None:
    hours = Hours("heures", "Titre", "", {(0, 8): 4, (6, 23): 1})
    assert len(hours.lines) == len(hours.cells) == 24
    assert (hours.lines[8].label, hours.lines[8].cells[0].said, hours.lines[8].cells[0].shade) == ("08h00", "4", 4)
    assert (hours.lines[23].cells[6].said, hours.lines[23].cells[6].shade) == ("1", 1)
    assert sum(cell.shade > 0 for line in hours.lines for cell in line.cells) == 2
    assert hours.cells[8] == ["08h00", 4, 0, 0, 0, 0, 0, 0]
    assert Hours("heures", "Titre", "", {(0, 8): 0}).is_empty
