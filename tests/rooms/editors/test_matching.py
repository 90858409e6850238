"""A site of an editor is a place of the directory, a place of its own, or nothing: always exactly one of them."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sas.adapters.editors.values import Site
from sas.rooms.directory.queries import SitePlace
from sas.rooms.editors.enums import Action
from sas.rooms.editors.rules import IDNST, Match, match

pytestmark = pytest.mark.shows("F-261")


def place(number: int, **told: object) -> SitePlace:
    said: dict[str, object] = {"finess": "", "siret": "", "rpps_rang": "", "address": "", "postal_code": "35000"}
    return SitePlace(id=number, professional_id=1, structure_id=None, closed=False, **said | told)  # type: ignore[arg-type]


def site(*numbers: str, line: str = "", postal_code: str = "35000", city: str = "Rennes") -> Site:
    return Site(
        professional="810000000001",
        association=None,
        identifiers=tuple((IDNST, number) for number in numbers),
        local_id="1",
        name="Cabinet",
        line=line,
        postal_code=postal_code,
        city=city,
        phone="",
        slots=(),
    )


LILAS, TILLEULS = place(1, address="12 rue des Lilas"), place(2, address="3 avenue des Tilleuls")


def test_a_number_decides_before_the_address_finess_then_siret_then_rank() -> None:
    places = [
        place(1, finess="350000001", address="12 rue des Lilas"),
        place(2, siret="12345678900011"),
        place(3, rpps_rang="10000000001-7"),
    ]
    told = "12 rue des Lilas"
    assert match(site("412345678900011", "312345678900011", line=told), places) == Match(Action.UPDATE, 2)
    assert match(site("410000000001-7", line=told), places) == Match(Action.UPDATE, 3)
    assert match(site("410000000001-7", "312345678900011", "1350000001"), places) == Match(Action.UPDATE, 1)


def test_an_empty_number_of_the_directory_is_nobody_s() -> None:
    assert match(site("1", "3", "4", line="99 quai de la Loire"), [LILAS]) == Match(Action.CREATE)


def test_two_places_of_one_number_are_told_apart_by_their_address() -> None:
    both = [place(1, finess="350000001", address="12 rue des Lilas"), place(2, finess="350000001", address="5 mail")]
    assert match(site("1350000001", line="5, mail"), both) == Match(Action.UPDATE, 2)
    assert match(site("1350000001", line="nowhere"), both) == Match(Action.UPDATE, 1)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("12, rue des Lilas", 1),
        ("12 R. DES LILAS", 1),
        ("rue des lilas", 1),
        ("3 av. des Tilleuls – bâtiment", 2),
        ("3 Avenue Tilleuls", 2),
    ],
)
def test_an_address_is_known_whatever_its_spelling(line: str, found: int) -> None:
    assert match(site(line=line), [LILAS, TILLEULS]) == Match(Action.UPDATE, found)


@pytest.mark.parametrize(
    "told",
    [
        {"line": "14 rue des Lilas"},
        {"line": "12 rue des Lilas", "postal_code": "35200"},
        {"line": "12 rue des Acacias Rouges"},
    ],
)
def test_another_house_town_or_street_is_another_place(told: dict[str, str]) -> None:
    assert match(site(**told), [LILAS, TILLEULS]) == Match(Action.CREATE)


def test_a_closed_place_and_an_address_that_says_nothing_are_left_out() -> None:
    shut = place(1, finess="350000001", address="12 rue des Lilas")
    shut = SitePlace(**{name: getattr(shut, name) for name in SitePlace.__slots__} | {"closed": True})
    assert match(site("1350000001"), [shut]) == Match(Action.DELETE)
    assert match(site(line="12 rue des Lilas"), [shut]) == Match(Action.DELETE)
    assert match(site(line="12 rue des Lilas"), [shut, place(9, address="12 rue des Lilas")]).place_id == 9
    assert match(site(line=""), [LILAS]) == match(site(line="1 rue X", city=""), [LILAS]) == Match(Action.DELETE)


words = st.sampled_from(["12", "14", "rue", "av", "avenue", "des", "lilas", "tilleuls", "bd", "mail", "cedex"])
lines = st.lists(words, max_size=5).map(" ".join)
numbers = st.sampled_from(["", "350000001", "350000002"])
drawn_places = st.builds(
    place, st.integers(1, 9), finess=numbers, address=lines, postal_code=st.sampled_from(["35000", "35200"])
)


@given(
    places=st.lists(drawn_places, max_size=5, unique_by=lambda one: one.id),
    told=st.builds(site, numbers.map("1{}".format), line=lines, city=st.sampled_from(["Rennes", ""])),
    seed=st.integers(0, 99),
)
def test_every_site_has_exactly_one_action_whatever_the_order(places: list[SitePlace], told: Site, seed: int) -> None:
    found = match(told, places)
    assert (found.action == Action.UPDATE) == (found.place_id is not None)
    assert found.place_id in {None, *(one.id for one in places)}
    mixed = random.Random(seed).sample(places, len(places))
    assert match(told, mixed) == found
