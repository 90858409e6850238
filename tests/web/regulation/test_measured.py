"""What pages tell of their use: each event through the page that makes it, nothing of anybody, nothing in the way."""

import json
import logging
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sas.adapters.geocoding import client as geocoding
from sas.rooms.offer.queries import vocabulary
from sas.rooms.orientation.models import Orientation
from sas.rooms.usage.models import UsageEvent
from sas.rooms.usage.operations import recording
from sas.web.regulation import measured
from tests.factories import care, configuration
from tests.factories.browsers import browser
from tests.factories.callers import ORIGIN, RPPS, Lilas, doctor, link, number_of
from tests.factories.offers import Wanted, scatter
from tests.web.regulation.scene import Scene, make_scene

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-265")]
ASKED = {"text": "Médecin généraliste", "loc": "Rennes"}


@pytest.fixture
def counter(db: None) -> Scene:
    """As `scene`, in the transaction of the test."""
    return make_scene()


@pytest.fixture
def geocoder(monkeypatch: pytest.MonkeyPatch) -> Lilas:
    service = Lilas()
    monkeypatch.setattr(geocoding, "configured", lambda: service)
    return service


@pytest.fixture
def lrm() -> int:
    return configuration.lrm(ORIGIN)


def told(name: str = "") -> list[dict[str, Any]]:
    rows = UsageEvent.objects.filter(**({"name": name} if name else {})).order_by("id")
    return [row.content for row in rows]


def names() -> list[str]:
    return list(UsageEvent.objects.order_by("id").values_list("name", flat=True))


def test_a_search_begun_on_the_home_is_told_by_both_events(counter: Scene) -> None:
    home = counter.client.get("/sas/").content.decode()
    assert '<input type="hidden" name="depuis" value="accueil">' in home
    page = counter.client.get("/sas/recherche", {**ASKED, "depuis": "accueil"})
    there = counter.now.astimezone(ZoneInfo("Europe/Paris"))
    assert told("AnalyticsFrontSearch") == [
        {"regulatorSas": [counter.territory], "searchType": "homepage-search-button"}
    ]
    (search,) = told("Search")
    assert len(search.pop("search")) == 16 and search.pop("hour") in {there.hour, (there.hour + 1) % 24}
    assert search.pop("day") >= there.date().isoformat()
    assert search == {
        "role": "regulateur_osnp",
        "commune": "35238",
        "departement": "35",
        "place": "ville",
        "activity": "Médecin généraliste",
        "byName": False,
        "mode": "creneaux",
        "results": 1,
        "slot": True,
        "from": "home",
    }
    assert 'name="depuis" value="entete"' in page.content.decode()
    assert "depuis=" not in page.context["back"] and "depuis=" not in page.context["here"]


def test_each_way_to_a_first_page_is_told(counter: Scene) -> None:
    get = counter.client.get
    get("/sas/recherche", {**ASKED, "depuis": "entete"})
    get("/sas/recherche", {**ASKED, "depuis": "entete"}, headers={"Cache-Control": "max-age=0"})
    get("/sas/recherche", {**ASKED, "depuis": "ailleurs"})
    get("/sas/recherche", {**ASKED, "medecin": "sas_pf_002"})
    get("/sas/recherche", {**ASKED, "graine": "7"})
    get("/sas/recherche", {**ASKED, "graine": "7", "page": "2"})
    assert [one["from"] for one in told("Search")] == ["header", "reload", "link", "lrm", "again"]
    assert [one["searchType"] for one in told("AnalyticsFrontSearch")] == ["header-search-button"]


def test_only_a_regulator_tells_his_territories_and_an_effecteur_searches_too(counter: Scene) -> None:
    browser(counter.owner).get("/sas/recherche", {**ASKED, "depuis": "entete"})
    assert told("AnalyticsFrontSearch")[0]["regulatorSas"] == []
    assert told("Search")[0]["role"] == "effecteur"


def test_what_was_searched_is_told_by_codes(counter: Scene, geocoder: Lilas) -> None:
    get = counter.client.get
    get("/sas/recherche", {"text": "Sage-femme", "loc": "Ille-et-Vilaine"})
    get("/sas/recherche", {"text": "Claire Martin", "loc": "12 rue des Lilas, Rennes"})
    get("/sas/recherche", {**ASKED, "loc": "Lyon", "mode": "en-sus"})
    county, named, lyon = told("Search")
    kept = "place", "commune", "departement", "activity", "byName", "mode", "results", "slot"
    assert [county[one] for one in kept] == ["departement", "", "35", "Sage-Femme", False, "creneaux", 0, False]
    assert [named[one] for one in kept] == ["adresse", "35238", "35", "", True, "creneaux", 1, True]
    assert [lyon[one] for one in kept[:4]] == ["ville", "69123", "69", "Médecin généraliste"]
    assert (lyon["mode"], lyon["results"]) == ("en-sus", 0)


def test_a_search_that_shows_nothing_was_begun_all_the_same(counter: Scene) -> None:
    refused = counter.client.get("/sas/recherche", {"text": "x", "loc": "Rennes", "depuis": "entete"})
    unknown = counter.client.get("/sas/recherche", {**ASKED, "loc": "Xqzwy", "depuis": "accueil"})
    assert (refused.status_code, unknown.status_code) == (422, 200)
    assert counter.client.get("/sas/recherche", {**ASKED, "loc": "Xqzwy"}).status_code == 200
    assert names() == ["AnalyticsFrontSearch", "AnalyticsFrontSearch"]


def test_a_card_and_an_orientation_carry_the_mark_of_their_search(counter: Scene) -> None:
    page = counter.client.get("/sas/recherche", {**ASKED, "depuis": "entete"})
    (mark,) = {one["search"] for one in told("Search")}
    back, card = page.context["back"], page.context["result"].cards[0]
    sheet = counter.client.get(f"{card.path}?{back}")
    counter.client.get(f"{card.path}?{back}", headers={"Sec-Fetch-Dest": "empty"})
    counter.client.get(card.path)
    assert sheet.status_code == 200 and told("CardOpened") == [{"search": mark}]
    # From the page of the place, whose way back leads to the search.
    onward = parse_qs(sheet.context["back_here"])["retour"][0]
    assert counter.confirm(retour=onward).status_code == 303
    assert counter.confirm(retour="").status_code == 303
    assert Orientation.objects.count() == 2 and told("OrientationMade") == [{"search": mark}]
    counter.client.get(f"/sas/recherche{page.context['modes'][1][1]}")
    assert told("Search")[1]["from"] == "again" and told("Search")[1]["search"] != mark


def test_an_orientation_that_is_refused_is_not_told(counter: Scene) -> None:
    back = "/sas/recherche?text=M&loc=R&graine=7&mode=creneaux"
    counter.fill()
    assert counter.confirm(retour=back).status_code == 409
    assert names() == []


CALL = {"inseecode": "35238", "streetnumber": "12", "streetname": "rue des Lilas"}


CODED = {"practitioner": f"{RPPS}899999999999", "specialty": "urn:oid:1.2.250.1.213.2.28|SM54"}
NAMED = {"practitioner": "Dr Nemo", "specialty": "Sage-femme"}


@pytest.mark.usefixtures("geocoder", "lrm")
@pytest.mark.parametrize(
    ("given", "told_as"),
    [
        (CALL, ("search_page", "success", "notTransmitted", "notTransmitted")),
        ({**CALL, **CODED}, ("search_page", "success", "normed", "normed")),
        ({**CALL, **NAMED}, ("search_page", "success", "fullText", "fullText")),
        ({**CALL, "streetname": "rue inconnue"}, ("search_page", "failed", "notTransmitted", "notTransmitted")),
        ({"specialty": "Sage-femme"}, ("search_homepage", "failed", "notTransmitted", "fullText")),
    ],
)
def test_a_call_tells_where_it_ended_and_how_it_was_written(
    counter: Scene, given: dict[str, str], told_as: tuple[str, ...]
) -> None:
    counter.client.get(counter.client.get(link(**given))["Location"])
    redirection, address, practitioner, specialty = told()
    present = ("origin", "inseecode", "streetnumber", "streetname", "specialty", "practitioner")
    assert redirection == {
        "redirectTo": told_as[0],
        "origin": ORIGIN,
        "parameters": [name for name in present if name in {"origin", *given}],
        "commune": given.get("inseecode", ""),
    }
    assert (address, practitioner, specialty) == ({"result": told_as[1]}, *({"format": one} for one in told_as[2:]))
    assert names()[1:] == ["LrmUrlAddressResult", "LrmPractitionerUrlFormat", "LrmSpecialtyUrlFormat"]


def test_a_call_with_a_known_doctor_is_followed_to_its_search(counter: Scene, lrm: int) -> None:
    his = doctor(now=counter.now)
    waiting = counter.client.get(link(city="Rennes", practitioner=f"{RPPS}{number_of(his)}"))["Location"]
    found = counter.client.get(waiting)["Location"]
    assert counter.client.get(found).status_code == 200
    assert told("LrmRedirectionStatus")[0]["redirectTo"] == "search_page_mt"
    assert [(one["from"], one["results"]) for one in told("Search")] == [("lrm", 2)]
    # Answered once: the call is gone, and nothing more is told of it.
    assert counter.client.get(waiting)["Location"] == "/sas/"
    assert names().count("LrmRedirectionStatus") == 1


def test_a_software_that_nobody_declared_is_told_without_its_words(counter: Scene) -> None:
    answer = counter.client.get(counter.client.get(link("<b>nobody</b>", **CALL))["Location"])
    assert answer.status_code == 403 and names() == ["LrmRedirectionStatus"]
    (redirection,) = told()
    assert (redirection["redirectTo"], redirection["origin"]) == ("search_error", "")


SECRETS = ("Lilas", "LILAS", "Bernadette", "MARTIN", "Martin", "@", "899999999999", "10001234567", "48.1", "1.6", "<")


def test_no_address_no_name_no_number_reaches_the_table(counter: Scene, geocoder: Lilas, lrm: int) -> None:
    hostile = {
        **CALL,
        "city": "Rennes'; drop table usage_usageevent; --",
        "specialty": "Bernadette Martin <b@sante.example>",
        "practitioner": f"{RPPS}899999999999",
        "nom_du_patient": "Bernadette Martin",
    }
    found = counter.client.get(counter.client.get(link(**hostile))["Location"])["Location"]
    page = counter.client.get(found)
    assert page.status_code == 200
    for what, where in [
        ("Bernadette MARTIN", "12 rue des Lilas, Rennes"),
        ("10001234567", "Rennes"),
        ("Médecin généraliste", "12 Rue des Lilas 35000 Rennes"),
        ("b.martin@sante.example", "Rennes (35000)"),
    ]:
        asked = {"text": what, "loc": where, "depuis": "<script>", "lieu": "adresse:35238:48.11000:-1.67000"}
        assert counter.client.get("/sas/recherche", asked).status_code == 200
    back = page.context["back"]
    counter.client.get(f"/sas/fiche/{counter.place.id}?{back}")
    rows = UsageEvent.objects.values_list("name", "origin", "content")
    kept = json.dumps([[name, origin, content] for name, origin, content in rows], ensure_ascii=False)
    assert len(rows) == 10 and kept.count('"Search"') == 5
    assert [word for word in SECRETS if word in kept] == []
    assert "35238" in kept


def statements(client: Client, asked: dict[str, str]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/sas/recherche", asked).status_code == 200
    return [one["sql"] for one in captured]


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_of_results_pays_one_statement_for_it(
    regulator: Client, clock: datetime, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The words of the search are read anew twice a minute: not between the two counts.
    monkeypatch.setattr(vocabulary, "READ_EVERY", 10**10)
    scatter([Wanted(at, 0, opens_in_hours=25) for at in range(count)], now=clock)
    asked = {**ASKED, "depuis": "entete", "lieu": "ville:35238"}
    regulator.get("/sas/recherche", asked)
    with_it = statements(regulator, asked)
    monkeypatch.setattr(measured, "searched", lambda *_, **__: None)
    without = statements(regulator, asked)
    assert len(with_it) == len(without) + 1
    assert [sql for sql in with_it if "usage_usageevent" in sql] == [recording._ADD]
    assert names() == ["AnalyticsFrontSearch", "Search"] * 2


def test_an_event_outside_its_schema_is_logged_by_its_kind_and_the_page_is_shown(
    counter: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise DatabaseError("12 rue des Lilas")

    monkeypatch.setattr(recording, "run", broken)
    with caplog.at_level(logging.WARNING):
        assert counter.client.get("/sas/recherche", {**ASKED, "depuis": "entete"}).status_code == 200
        assert counter.client.get("/sas/recherche", {**ASKED, "loc": "Xqzwy", "depuis": "entete"}).status_code == 200
        assert counter.confirm(retour="/sas/recherche?text=M&loc=R&graine=7&mode=creneaux").status_code == 303
    monkeypatch.setattr(measured.rules, "MOST_RESULTS", -1)
    with caplog.at_level(logging.WARNING):
        assert counter.client.get("/sas/recherche", ASKED).status_code == 200
    said = [one.getMessage() for one in caplog.records if one.name == measured.__name__]
    assert said == ["Events of use are not recorded: DatabaseError"] * 3 + [
        "Events of use are not recorded: ValueError"
    ]
    assert Orientation.objects.count() == 1 and names() == []


@pytest.mark.django_db(transaction=True)
def test_a_table_that_refuses_breaks_no_page(caplog: pytest.LogCaptureFixture) -> None:
    """A real error of the database, outside any transaction of the test."""
    client = browser(care.regulator(care.territory()))
    _as_owner("revoke insert on usage_usageevent from sas_app")
    try:
        pages = [client.get("/sas/recherche", {**ASKED, "depuis": "entete"}) for _ in range(2)]
    finally:
        _as_owner("grant insert on usage_usageevent to sas_app")
    assert [page.status_code for page in pages] == [200, 200]
    said = [one.getMessage() for one in caplog.records if one.name == measured.__name__]
    assert said == ["Events of use are not recorded: ProgrammingError"] * 2
    assert client.get("/sas/recherche", ASKED).status_code == 200
    assert names() == ["Search"]


def _as_owner(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"reset role; {statement}; set session role sas_app")
