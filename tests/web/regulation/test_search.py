"""The search pages, through a signed-in browser."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from sas.rooms.directory.models import Place
from tests.factories import care
from tests.factories.browsers import browser
from tests.factories.offers import Wanted, scatter

pytestmark = pytest.mark.django_db
ASKED = {"text": "Médecin généraliste", "loc": "Rennes"}


@pytest.fixture
def clock() -> datetime:
    """Pages take their own time: noon of today keeps slots a few hours ahead within the day's wall."""
    return datetime.now(UTC)


@pytest.mark.shows("F-140")
def test_the_home_and_the_header_carry_the_two_fields(regulator: Client) -> None:
    page = regulator.get("/sas/").content.decode()
    assert page.count('name="text"') == 1
    assert 'placeholder="Renseigner une spécialité, une structure ou un nom"' in page
    assert 'placeholder="Renseigner une adresse"' in page


@pytest.mark.shows("F-140", "F-153", "F-154")
def test_results_show_the_doctor_with_phone_address_and_days(regulator: Client, clock: datetime) -> None:
    scatter([Wanted(1, 0)], now=clock)
    page = regulator.get("/sas/recherche", {**ASKED, "mode": "en-sus"})
    shown = page.content.decode()
    assert page.status_code == 200
    for words in ("Dr Claire MARTIN", "02 61 91 00 12", "Participe au SAS", "1 résultat", "Aujourd&#39;hui", "10 km"):
        assert words in shown, words
    assert "distance" not in shown.split("Ordre :")[1].split("</p>")[0]


@pytest.mark.shows("F-146", "F-147", "E8")
def test_pages_keep_the_seed_and_never_repeat_a_place(regulator: Client, clock: datetime) -> None:
    wanted = [Wanted(at / 10, 0) for at in range(12)]
    ids = scatter(wanted, now=clock)
    first = regulator.get("/sas/recherche", {**ASKED, "mode": "en-sus"})
    following = first.context["pages"]["next"]
    assert parse_qs(urlsplit(following).query)["graine"] == [str(first.context["criteria"].seed)]
    second = regulator.get(f"/sas/recherche{following}")
    shown = [card.place_id for page in (first, second) for card in page.context["result"].cards]
    assert sorted(shown) == sorted(ids)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"text": "", "loc": "Rennes"}, "Renseignez une spécialité, une structure ou un nom."),
        ({"text": "MG", "loc": "Rennes"}, "Renseignez au moins 3 caractères."),
        ({"text": "Médecin", "loc": ""}, "Renseignez une adresse, une ville ou un département."),
    ],
)
@pytest.mark.shows("F-140")
def test_an_incomplete_search_says_so_and_keeps_what_was_typed(
    regulator: Client, asked: dict[str, str], words: str
) -> None:
    page = regulator.get("/sas/recherche", asked)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert f'value="{asked["loc"]}"' in page.content.decode()


@pytest.mark.shows("F-143")
def test_an_unknown_zone_is_named(regulator: Client) -> None:
    page = regulator.get("/sas/recherche", {"text": "Médecin généraliste", "loc": "Xqzwy"}).content.decode()
    assert "« Xqzwy » n&#x27;est pas reconnu" in page or "« Xqzwy » n'est pas reconnu" in page


@pytest.mark.shows("F-143")
def test_a_silent_address_service_is_told_apart_from_an_unknown_address(regulator: Client, settings: object) -> None:
    settings.GEOCODER_URL = "http://127.0.0.1:9"  # type: ignore[attr-defined]
    page = regulator.get("/sas/recherche", {"text": "Médecin généraliste", "loc": "12 rue Xqzwy, Zzz"}).content.decode()
    assert "Le service d'adresses ne répond pas" in page


@pytest.mark.shows("F-157", "E5")
def test_no_result_offers_the_osnp_the_other_mode(regulator: Client) -> None:
    page = regulator.get("/sas/recherche", {**ASKED, "loc": "Lozère"}).content.decode()
    assert "Chercher les créneaux en sus des disponibilités" in page and "Retirer les filtres" not in page


@pytest.mark.shows("F-157")
def test_no_result_with_filters_offers_to_take_them_away(regulator: Client, clock: datetime) -> None:
    scatter([Wanted(0, 0, opens_in_hours=25)], now=clock.replace(minute=0))
    page = regulator.get("/sas/recherche", {**ASKED, "convention": "3"})
    assert "et avec ces filtres" in page.content.decode() and "Retirer les filtres" in page.content.decode()
    assert len(regulator.get(f"/sas/recherche{page.context['unfiltered']}").context["result"].cards) == 1


@pytest.mark.shows("F-157")
def test_the_end_of_the_list_leads_the_osnp_to_the_other_mode(regulator: Client, clock: datetime) -> None:
    scatter([Wanted(at / 10, 0, opens_in_hours=25) for at in range(11)], now=clock.replace(minute=0))
    notice = "Vous avez vu tous les professionnels qui ont un créneau dans les trois jours"
    first = regulator.get("/sas/recherche", ASKED)
    assert notice not in first.content.decode()
    assert notice in regulator.get(f"/sas/recherche{first.context['pages']['next']}").content.decode()


@pytest.mark.shows("F-151", "F-165")
def test_an_effecteur_searches_but_has_neither_en_sus_nor_orientation(clock: datetime) -> None:
    place = care.doctor_place()
    doctor = browser(care.keeper(place))
    page = doctor.get("/sas/recherche", ASKED).content.decode()
    assert "en sus" not in page
    assert "/sas/orienter/" not in page


@pytest.mark.shows("F-141")
def test_specialties_are_suggested_from_three_letters(regulator: Client) -> None:
    answer = regulator.get("/sas/suggestions/quoi", {"q": "général"}).json()
    assert answer["groups"][0]["values"][0]["label"] == "Médecin généraliste"
    assert regulator.get("/sas/suggestions/quoi", {"q": "gé"}).json()["groups"][0]["values"] == []


@pytest.mark.shows("F-142")
def test_zones_are_suggested_in_groups_accents_and_typos_forgiven(regulator: Client) -> None:
    groups = regulator.get("/sas/suggestions/ou", {"q": "Ille-et"}).json()["groups"]
    assert groups[0] == {
        "label": "Départements",
        "values": [{"label": "Ille-et-Vilaine (35)", "lieu": "departement:35"}],
    }
    towns = regulator.get("/sas/suggestions/ou", {"q": "monpellier"}).json()["groups"][0]
    assert (towns["label"], towns["values"][0]["label"]) == ("Villes", "Montpellier (34000)")


@pytest.mark.parametrize(
    ("typed", "label", "radius"),
    [
        ("2A", "Corse-du-Sud (2A)", 90),
        ("Mayotte", "Mayotte (976)", 21),
        ("Guyane", "Guyane (973)", 221),
        ("75008", "Paris 8e Arrondissement (75008)", 5),
        ("Saint-Denis 97400", "Saint-Denis (97400)", 10),
        ("st etienne", "Saint-Étienne (42000)", 10),
    ],
)
@pytest.mark.shows("F-142", "F-144", "E1", "E2", "E3")
def test_every_kind_of_zone_is_located(regulator: Client, typed: str, label: str, radius: int) -> None:
    page = regulator.get("/sas/recherche", {"text": "Médecin généraliste", "loc": typed})
    assert (page.context["criteria"].area.label, page.context["criteria"].area.radius_km) == (label, radius)


def test_a_forged_area_token_falls_back_on_the_text(regulator: Client) -> None:
    page = regulator.get("/sas/recherche", {**ASKED, "lieu": "adresse:35238:999:abc"})
    assert page.context["criteria"].area.label == "Rennes (35000)"


@pytest.mark.shows("F-141")
def test_typos_are_forgiven_and_names_and_numbers_are_suggested(regulator: Client, clock: datetime) -> None:
    (place,) = scatter([Wanted(1, 0)], now=clock)

    def suggested(typed: str) -> list[str]:
        (group,) = regulator.get("/sas/suggestions/quoi", {"q": typed}).json()["groups"]
        return [value["label"] for value in group["values"]]

    assert suggested("infirmeir")[0] == "Infirmier"
    assert suggested("medcin generalist")[0] == "Médecin généraliste"
    assert suggested("martin") == ["Dr Claire MARTIN"]
    assert suggested("claire martain") == ["Dr Claire MARTIN"]
    owner = Place.objects.get(id=place).professional
    assert owner and suggested(owner.national_id[1:]) == ["Dr Claire MARTIN"]
    assert suggested("xqzwyk") == []
