"""Where a list ends, or holds nothing: farther around, and « en sus », each with what it would bring (F-157)."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from tests.factories import care
from tests.factories.browsers import browser
from tests.factories.offers import Wanted, scatter
from tests.web.regulation.scene import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-157")]
ASKED = {"text": "Médecin généraliste", "loc": "Rennes", "graine": "7"}
EN_SUS = "Chercher les créneaux en sus des disponibilités"


def test_the_end_of_a_list_offers_the_radii_that_bring_something_and_one_comes_back(
    regulator: Client, clock: datetime, remembered: Callable[[], None]
) -> None:
    distances = (1, 11, 12, 41, 60)  # kilometres; nobody more within 20 or 30
    near, *_ = scatter([Wanted(north, 0, opens_in_hours=26) for north in distances], now=clock)
    scatter([Wanted(2, 0)], now=clock)
    remembered()
    page = regulator.get("/sas/recherche", ASKED)
    assert page.context["criteria"].area.radius_km == 10
    assert [card.place_id for card in page.context["result"].cards] == [near]
    words = [one for one, _ in page.context["wider"]]
    assert words == ["Élargir le rayon à 20 km (2 résultats de plus)"]
    assert f"{EN_SUS} (2)" in text_of(page) and "dans un rayon de 10 km." in text_of(page)
    wider = regulator.get(f"/sas/recherche{page.context['wider'][0][1]}")
    assert (wider.context["result"].total, wider.context["criteria"].seed) == (3, 7)
    further = [one for one, _ in wider.context["wider"]]
    assert further == [
        "Élargir le rayon à 50 km (1 résultat de plus)",
        "Élargir le rayon à 75 km (2 résultats de plus)",
    ]
    assert "dans un rayon de 20 km (" in text_of(wider) and ">revenir à 10 km</a>)" in text_of(wider)
    assert regulator.get(f"/sas/recherche{wider.context['usual_path']}").context["result"].total == 1


def test_a_list_that_goes_on_a_point_of_the_map_and_a_widest_circle_offer_no_wider_one(
    regulator: Client, clock: datetime, remembered: Callable[[], None]
) -> None:
    places = scatter([Wanted(at / 10, 0, opens_in_hours=26) for at in range(11)] + [Wanted(15, 0)], now=clock)
    remembered()
    first = regulator.get("/sas/recherche", ASKED)
    assert first.context["wider"] == [] and EN_SUS not in text_of(first)
    last = regulator.get(f"/sas/recherche{first.context['pages']['next']}")
    assert f"{EN_SUS} (11)" in text_of(last)
    for asked in ({"lieux": str(places[0])}, {"lieu": "ville:35238@200"}):
        assert regulator.get("/sas/recherche", ASKED | asked).context["wider"] == []


@pytest.mark.shows("E5")
def test_no_result_says_how_far_the_next_ones_are_and_whether_anybody_takes_patients_en_sus(
    regulator: Client, clock: datetime, remembered: Callable[[], None]
) -> None:
    scatter([Wanted(60, 0, opens_in_hours=26), Wanted(61, 0, opens_in_hours=26)], now=clock)
    remembered()
    page = regulator.get("/sas/recherche", ASKED)
    assert [one for one, _ in page.context["wider"]] == ["Élargir le rayon à 75 km (2 résultats de plus)"]
    assert "Aucun résultat dans un rayon de 10 km avec un créneau dans les trois jours." in text_of(page)
    assert "Personne n'y prend non plus de patients en sus" in text_of(page) and EN_SUS not in text_of(page)
    filtered = regulator.get("/sas/recherche", ASKED | {"convention": "3"})
    assert filtered.context["wider"] == [] and "Retirer les filtres" in text_of(filtered)


def test_without_memory_the_next_radius_is_offered_without_a_number(regulator: Client, clock: datetime) -> None:
    page = regulator.get("/sas/recherche", ASKED)
    assert [one for one, _ in page.context["wider"]] == ["Élargir le rayon à 20 km"]
    assert EN_SUS in text_of(page) and f"{EN_SUS} (" not in text_of(page)


def test_an_effecteur_widens_and_is_offered_nothing_en_sus(clock: datetime, remembered: Callable[[], None]) -> None:
    scatter([Wanted(11, 0, opens_in_hours=26)], now=clock)
    remembered()
    page = browser(care.keeper(care.doctor_place())).get("/sas/recherche", ASKED)
    assert [one for one, _ in page.context["wider"]] == ["Élargir le rayon à 20 km (1 résultat de plus)"]
    assert "en sus" not in text_of(page) and "Retour à l'accueil" in text_of(page)


@pytest.mark.parametrize("wider", ["@5", "@10", "@201", "@", "@x", "@²", "@-30", "@20@30"])
def test_a_forged_radius_is_the_usual_one(regulator: Client, wider: str) -> None:
    page = regulator.get("/sas/recherche", ASKED | {"lieu": f"ville:35238{wider}"})
    assert page.context["criteria"].area.radius_km == 10


def test_a_circle_of_the_map_is_widened_around_its_centre(regulator: Client) -> None:
    page = regulator.get("/sas/recherche", ASKED | {"lieu": "carte:48.11590:-1.68840:12@40"})
    area = page.context["criteria"].area
    assert (area.kind, area.radius_km, area.usual_km, area.usual.token) == (
        "carte", 40, 12, "carte:48.11590:-1.68840:12",
    )  # fmt: skip
