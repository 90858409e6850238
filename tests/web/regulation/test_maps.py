"""The map of results, its pins, its table, and what is asked of them by address."""

import gzip
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from tests.factories import care
from tests.factories.browsers import browser
from tests.factories.offers import Wanted, scatter
from tests.web.regulation.scene import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-156")]
ASKED = {"text": "Médecin généraliste", "loc": "Rennes", "mode": "en-sus", "graine": "7"}
FILES = Path(__file__).parents[3] / "sas/web/regulation/static/regulation"


@pytest.fixture
def clock() -> datetime:
    return datetime.now(UTC)


def tomorrow_noon(clock: datetime) -> int:
    """Hours from now, as `scatter` counts them."""
    return 36 - clock.astimezone(ZoneInfo("Europe/Paris")).hour


def test_the_pins_are_told_for_the_same_address_as_the_page(regulator: Client, clock: datetime) -> None:
    ids = scatter([Wanted(at / 10, 0) for at in range(12)], now=clock)
    page = regulator.get("/sas/recherche", ASKED)
    data = page.context["map"]["data"]
    told = regulator.get(data["pins"]).json()
    assert told["total"] == 12 and {pin["id"] for pin in told["pins"]} == set(ids)
    assert [pin["id"] for pin in told["pins"][:10]] == [card.place_id for card in page.context["result"].cards]
    assert set(told["pins"][0]) == {"id", "name", "lat", "lon", "best", "next", "distance"}
    following = regulator.get(f"{data['list']}&page=2")
    assert [card.place_id for card in following.context["result"].cards] == [pin["id"] for pin in told["pins"][10:]]


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"loc": "Xqzwy"},
        {"lieux": "1,2;3"},
        {"lieux": ",".join(map(str, range(51)))},
        {"lieux": "9" * 19},
        {"vue": "globe"},
    ],
)
def test_pins_of_what_is_no_search_are_refused(regulator: Client, wrong: dict[str, str]) -> None:
    answer = regulator.get("/sas/recherche/carte", {**ASKED, **wrong})
    assert (answer.status_code, answer.json()) == (422, {"total": 0, "pins": []})


def test_what_stands_at_one_point_is_listed_alone_with_the_way_back(regulator: Client, clock: datetime) -> None:
    ids = scatter([Wanted(1, 0), Wanted(1, 0), Wanted(2, 0)], now=clock)
    one_point = {**ASKED, "lieux": f"{ids[0]},{ids[1]}"}
    page = regulator.get("/sas/recherche", one_point)
    assert {card.place_id for card in page.context["result"].cards} == set(ids[:2])
    assert "Résultats à cette adresse seulement." in text_of(page)
    assert regulator.get(page.context["map"]["data"]["pins"]).json()["total"] == 2
    back = regulator.get(f"/sas/recherche{page.context['everywhere']}")
    assert back.context["result"].total == 3 and "cette adresse seulement" not in text_of(back)
    assert parse_qs(parse_qs(page.context["back"])["retour"][0])["lieux"] == [one_point["lieux"]]


def test_the_table_tells_twenty_five_results_a_page_in_the_same_order(regulator: Client, clock: datetime) -> None:
    noon = tomorrow_noon(clock)
    scatter([Wanted(at / 10, 0, opens_in_hours=noon if at == 1 else None) for at in range(27)], now=clock)
    table = {**ASKED, "loc": "Rennes", "vue": "tableau"}
    first, second = (regulator.get("/sas/recherche", {**table, "page": page}) for page in ("1", "2"))
    rows = [*first.context["rows"], *second.context["rows"]]
    assert [row.rank for row in rows] == list(range(1, 28)) and len(first.context["rows"]) == 25
    listed = regulator.get("/sas/recherche", ASKED).context["result"].cards
    assert [row.card.place_id for row in rows[:10]] == [card.place_id for card in listed]
    assert rows[0].town == "35000 Rennes" and rows[0].next_path
    shown = text_of(first)
    for words in ("Demain, ", "02 61 91 00 12", "35000 Rennes", "Aucun créneau", "Hors créneaux"):
        assert words in shown, words
    assert "vue=tableau" in first.context["pages"]["next"]
    assert "data-map" not in shown


@pytest.mark.shows("F-165")
def test_an_effecteur_reads_the_table_and_is_given_nothing_to_send_by(clock: datetime) -> None:
    scatter([Wanted(1, 0, opens_in_hours=tomorrow_noon(clock))], now=clock)
    doctor = browser(care.keeper(care.doctor_place()))
    shown = text_of(doctor.get("/sas/recherche", {**ASKED, "mode": "creneaux", "vue": "tableau"}))
    assert "Demain, " in shown and "/sas/orienter/" not in shown


@pytest.mark.parametrize("count", [1, 3])
def test_pins_cost_the_same_whatever_their_number(
    regulator: Client, clock: datetime, count: int, django_assert_num_queries: object
) -> None:
    scatter([Wanted(at, 0) for at in range(count)], now=clock)
    regulator.get("/sas/recherche/carte", ASKED)
    with django_assert_num_queries(11):  # type: ignore[operator]
        assert len(regulator.get("/sas/recherche/carte", ASKED).json()["pins"]) == count


def test_a_search_launched_from_the_map_keeps_centre_and_radius(regulator: Client, clock: datetime) -> None:
    scatter([Wanted(1, 0), Wanted(30, 0)], now=clock)
    moved = {**ASKED, "loc": "Zone de la carte", "lieu": "carte:48.38500:-1.68840:5"}
    page = regulator.get("/sas/recherche", moved)
    assert page.context["result"].total == 1
    assert (page.context["criteria"].area.radius_km, page.context["by_distance"]) == (5, False)
    assert "Zone de la carte" not in text_of(page)
    forged = regulator.get("/sas/recherche", {**moved, "lieu": "carte:48.38500:-1.68840:500"})
    assert "« Zone de la carte » n'est pas reconnu" in text_of(forged)


@pytest.mark.shows("F-143")
def test_an_unknown_zone_may_be_shown_on_a_map_of_france(regulator: Client) -> None:
    page = regulator.get("/sas/recherche", {**ASKED, "loc": "Xqzwy"})
    data = page.context["map"]["data"]
    assert (data["lat"], data["lon"], data["zoom"], "pins" in data) == ("46.52860", "2.43890", 6, False)
    assert data["again"] == "/sas/recherche?text=M%C3%A9decin+g%C3%A9n%C3%A9raliste&mode=en-sus"
    assert "data-map" in text_of(page)
    assert "data-map" not in text_of(regulator.get("/sas/recherche", {**ASKED, "text": ""}))


def test_tiles_replace_the_outlines_and_say_whose_they_are(regulator: Client, settings: object) -> None:
    plain = regulator.get("/sas/recherche", ASKED)
    assert "tiles" not in plain.context["map"]["data"] and "IGN Admin Express" in text_of(plain)
    settings.MAP_TILES_URL = "https://tiles.example/{z}/{x}/{y}.png"  # type: ignore[attr-defined]
    settings.MAP_TILES_ATTRIBUTION = "Tuiles & Cie"  # type: ignore[attr-defined]
    tiled = regulator.get("/sas/recherche", ASKED)
    assert tiled.context["map"]["data"]["tiles"] == "https://tiles.example/{z}/{x}/{y}.png"
    assert "outlines" not in tiled.context["map"]["data"] and "Tuiles &amp; Cie" in text_of(tiled)


def test_a_page_of_results_stays_under_40_kilobytes(regulator: Client, clock: datetime) -> None:
    scatter([Wanted(at / 10, 0, opens_in_hours=tomorrow_noon(clock)) for at in range(25)], now=clock)
    pages = [regulator.get("/sas/recherche", {**ASKED, "vue": vue}) for vue in ("liste", "carte", "tableau")]
    assert max(len(gzip.compress(page.content)) for page in pages) < 40_000


def _settings_say(**environment: str) -> subprocess.CompletedProcess[str]:
    code = "from config.settings import CONTENT_SECURITY_POLICY as p; print(*p['DIRECTIVES']['img-src'])"
    told = {**os.environ, "SECRET_KEY": "x", "DATABASE_URL": "postgresql://x@/x", **environment}
    return subprocess.run([sys.executable, "-c", code], env=told, text=True, capture_output=True, check=False)


def test_the_policy_lets_images_come_from_the_host_of_the_tiles_only() -> None:
    assert _settings_say(MAP_TILES_URL="").stdout == "'self' data:\n"
    tiles = {"MAP_TILES_URL": "https://tiles.example:8443/a/{z}/{x}/{y}.png"}
    assert _settings_say(**tiles, MAP_TILES_ATTRIBUTION="Nous").stdout == "'self' data: https://tiles.example:8443\n"
    assert "MAP_TILES_ATTRIBUTION" in _settings_say(**tiles).stderr


def test_the_outlines_of_the_map_without_tiles_stay_under_90_kilobytes() -> None:
    assert len(gzip.compress((FILES / "departements.json").read_bytes(), 9)) < 90_000


def test_the_map_is_told_where_the_names_of_each_half_degree_are(regulator: Client) -> None:
    told = regulator.get("/sas/recherche", ASKED).context["map"]["data"]["names"]
    folder, *sheets = told.split(" ")
    assert folder == "/static/regulation/communes/" and {"0", "82", "97", "102"} <= {
        one.split(".")[0] for one in sheets
    }
    assert len(told) < 600
