"""Filters, modes and orders of the result page, with what each value would leave (F-152)."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from sas import changes
from sas.actor import Role
from sas.rooms.directory.models import Place, Structure
from sas.rooms.offer.queries.memory import MEMORY
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ProfessionalSettings
from tests.factories import care, houses
from tests.factories.browsers import browser
from tests.factories.offers import Wanted, scatter
from tests.web.regulation.scene import text_of

pytestmark = pytest.mark.django_db
ASKED = {"text": "Médecin généraliste", "loc": "Rennes"}


def change(place: int, now: datetime, **fields: object) -> None:
    Place.objects.filter(id=place).update(**fields)
    with transaction.atomic():
        changes.place_changed([place], now=now)


def shown(page: Any) -> list[int]:
    return [card.place_id for card in page.context["result"].cards]


def values(page: Any, name: str) -> dict[str, int | None]:
    return {one.label: one.count for facet in page.context["facets"] if facet.name == name for one in facet.values}


@pytest.mark.shows("F-150", "F-152")
def test_each_value_says_what_it_leaves_whatever_its_own_filter_has_chosen(
    regulator: Client, clock: datetime, remembered: Callable[[], None]
) -> None:
    first, second, _ = scatter(
        [Wanted(1, 0, opens_in_hours=26), Wanted(2, 0, Via.NONE, opens_in_hours=26), Wanted(7, 0, opens_in_hours=2)],
        now=clock,
    )
    change(first, clock, convention_sector="sector_1")
    change(second, clock, convention_sector="sector_2")
    remembered()
    page = regulator.get("/sas/recherche", ASKED | {"convention": ["2", "4"], "sous": "4"})
    assert sorted(shown(page)) == [first, second]
    assert values(page, "convention") == {"Secteur 1": 1, "Secteur 2": 1}
    assert values(page, "sous")["24 – 48 h"] == 2
    assert values(page, "sas") == {"Participe au SAS": 1}
    wider = regulator.get("/sas/recherche", ASKED | {"convention": "4"})
    assert values(wider, "convention") == {"Non défini": 1, "Secteur 1": 1, "Secteur 2": 1}
    assert "Secteur 2 (1)" in text_of(wider) and "12 – 24 h" not in text_of(wider)
    assert shown(regulator.get("/sas/recherche", ASKED | {"sas": "1", "convention": "0"})) == [_]
    assert shown(regulator.get("/sas/recherche", ASKED | {"sas": "1", "convention": "4"})) == []


@pytest.mark.shows("F-152")
def test_a_chosen_value_that_leaves_nothing_stays_shown_and_can_be_taken_back(
    regulator: Client, clock: datetime, remembered: Callable[[], None]
) -> None:
    (place,) = scatter([Wanted(1, 0, opens_in_hours=26)], now=clock)
    remembered()
    page = regulator.get("/sas/recherche", ASKED | {"consultation": "4"})
    assert (shown(page), values(page, "consultation")) == ([], {"Consultation en cabinet": 1, "Visite à domicile": 0})
    (chosen,) = [one for facet in page.context["facets"] for one in facet.values if one.chosen]
    assert shown(regulator.get(f"/sas/recherche{chosen.without}")) == [place]
    assert shown(regulator.get(f"/sas/recherche{page.context['unfiltered']}")) == [place]


@pytest.mark.parametrize("asked", [{"sous": "6"}, {"convention": "x"}, {"type": "0"}, {"km": "3"}, {"ordre": "hasard"}])
def test_a_forged_filter_is_refused(regulator: Client, asked: dict[str, str]) -> None:
    page = regulator.get("/sas/recherche", ASKED | asked)
    assert page.status_code == 422
    assert "n'est pas celle d'une recherche" in text_of(page)


@pytest.mark.shows("F-146")
def test_the_regulator_may_put_the_earliest_or_the_nearest_first_and_the_page_says_so(
    regulator: Client, clock: datetime
) -> None:
    late, soon = scatter([Wanted(1, 0, opens_in_hours=27), Wanted(5, 0, Via.NONE, opens_in_hours=25)], now=clock)
    asked = ASKED | {"lieu": "adresse:35238:48.11590:-1.68840", "loc": "1 rue du Port"}
    published = regulator.get("/sas/recherche", asked)
    assert shown(published) == [late, soon]
    assert "participation au SAS, puis distance." in text_of(published)
    earliest = regulator.get("/sas/recherche", asked | {"ordre": "au-plus-tot"})
    assert shown(earliest) == [soon, late]
    assert "premier créneau le plus tôt, participation au SAS, puis distance." in text_of(earliest)
    change(soon, clock, lat=48.1160, lon=-1.6884)
    nearest = regulator.get("/sas/recherche", asked | {"ordre": "au-plus-pres"})
    assert shown(nearest) == [soon, late]


@pytest.mark.shows("F-200", "F-203")
@pytest.mark.parametrize(
    ("also", "modes"),
    [
        ((), ["Forfait de réorientation des urgences"]),
        ((Role.REGULATEUR_OSNP,), ["PS disposant de créneaux disponibles", "Créneaux en sus des disponibilités",
                                   "Forfait de réorientation des urgences"]),
    ],
)  # fmt: skip
def test_an_ioa_finds_those_with_the_package_and_nobody_else(
    also: tuple[Role, ...], modes: list[str], clock: datetime
) -> None:
    with_package, _ = scatter([Wanted(1, 0), Wanted(2, 0, opens_in_hours=25)], now=clock)
    owner = Place.objects.get(id=with_package).professional_id
    ProfessionalSettings.objects.filter(professional_id=owner).update(reorientation_package=True)
    change(with_package, clock)
    hospital = houses.with_package(houses.house("establishment"))
    client = browser(houses.nurse_of(hospital, care.territory(), also=also))
    page = client.get("/sas/recherche", ASKED | {"mode": "forfait"})
    assert shown(page) == [with_package]
    assert [mode.label for mode, _, _ in page.context["modes"]] == modes
    asked_otherwise = client.get("/sas/recherche", ASKED | {"mode": "creneaux"})
    assert (with_package in shown(asked_otherwise)) is (not also)


@pytest.mark.shows("F-158", "E20", "E21")
@pytest.mark.parametrize("in_memory", [True, False])
def test_the_first_member_stands_for_a_cpts_that_covers_the_commune(
    in_memory: bool, regulator: Client, clock: datetime, remembered: Callable[[], None]
) -> None:
    """E20: the place that is not declared is shown beside; E21: a member out of the radius adds nothing."""
    cpts = houses.house("cpts")
    cpts.zone_communes = ["35238"]
    cpts.save()
    members = [houses.member_of(cpts), houses.member_of(cpts), houses.member_of(cpts)]
    change(members[2].declared.id, clock, lat=43.6, lon=1.44)
    for member in members:
        for place in (member.declared, member.other):
            change(place.id, clock)
    if in_memory:
        remembered()
    asked = ASKED | {"mode": "en-sus"}
    town = regulator.get("/sas/recherche", asked)
    apart = {member.other.id for member in members}
    assert town.context["result"].total == len(apart) + 1
    (first,) = set(shown(town)) - apart
    assert first in {members[0].declared.id, members[1].declared.id}
    assert town.context["result"].as_cpts == {first: cpts.id}
    paths = {card.place_id: card.members_path for card in town.context["result"].cards}
    assert paths == {first: f"/sas/cpts/{cpts.id}", **dict.fromkeys(apart, "")}
    departement = regulator.get("/sas/recherche", asked | {"loc": "Ille-et-Vilaine"})
    assert (departement.context["result"].total, departement.context["result"].as_cpts) == (len(apart) + 2, {})
    if in_memory:
        assert values(town, "sas") == {"Participe au SAS": 4}


@pytest.mark.shows("F-145", "E10")
def test_a_national_number_finds_the_professional_and_the_structure(regulator: Client, clock: datetime) -> None:
    (place,) = scatter([Wanted(1, 0, opens_in_hours=25)], now=clock)
    owner = Place.objects.get(id=place).professional
    assert owner
    house = houses.house("cds")
    address = houses.place_of(house)
    change(address.id, clock)
    for number in (owner.national_id, owner.national_id[1:], f"{owner.national_id[1:5]} {owner.national_id[5:]}"):
        assert shown(regulator.get("/sas/recherche", ASKED | {"text": number})) == [place]
    found = regulator.get("/sas/recherche", ASKED | {"text": house.finess, "mode": "creneaux"})
    assert (shown(found), found.context["result"].by_name) == ([address.id], True)
    assert shown(regulator.get("/sas/recherche", ASKED | {"text": "89999999999"})) == []


@pytest.mark.shows("F-152", "F-158")
def test_cpts_is_a_type_wherever_one_stands_for_its_members(
    regulator: Client, clock: datetime, remembered: Callable[[], None]
) -> None:
    first, second, alone = scatter(
        [Wanted(1, 0, opens_in_hours=26), Wanted(2, 0, opens_in_hours=26), Wanted(3, 0, opens_in_hours=26)], now=clock
    )
    cpts = houses.house("cpts")
    Structure.objects.filter(id=cpts.id).update(zone_communes=["35238"])
    for place in (first, second):
        owner = Place.objects.get(id=place).professional_id
        ProfessionalSettings.objects.filter(professional_id=owner).update(
            via=Via.CPTS, structure_id=cpts.id, cpts_places=[place]
        )
        change(place, clock)
    remembered()
    # One random order for all these searches: the first member is the same.
    asked = ASKED | {"graine": "7"}
    label = "Communauté professionnelle territoriale de santé"
    page = regulator.get("/sas/recherche", asked)
    assert values(page, "type") == {label: 1, "Médecin": 2}
    (one,) = shown(regulator.get("/sas/recherche", asked | {"type": "cpts"}))
    assert one in {first, second}
    assert sorted(shown(regulator.get("/sas/recherche", asked | {"type": "10"}))) == sorted([one, alone])
    MEMORY.forget()
    assert len(shown(regulator.get("/sas/recherche", ASKED | {"type": "cpts"}))) == 1


@pytest.mark.shows("F-266")
@pytest.mark.parametrize("vue", ["liste", "tableau"])
def test_links_of_cards_say_how_far_around_an_address_and_nothing_elsewhere(
    vue: str, regulator: Client, clock: datetime
) -> None:
    scatter([Wanted(1, 0, opens_in_hours=25), Wanted(7, 0, opens_in_hours=25)], now=clock)
    around = regulator.get(
        "/sas/recherche", ASKED | {"lieu": "adresse:35238:48.11590:-1.68840", "loc": "1 rue du Port"} | {"vue": vue}
    )
    links = re.findall(r'href="(/sas/orienter/[^"]+)"', text_of(around))
    assert {re.findall(r"&amp;distance=(\w+)$", link)[0] for link in links} == {"5", "10"}
    in_town = text_of(regulator.get("/sas/recherche", ASKED | {"vue": vue}))
    assert "/sas/orienter/" in in_town and "distance=" not in in_town
