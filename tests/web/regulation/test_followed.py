"""An open page of results asks for its cards again: what it is given is what a fresh page shows (F-147)."""

import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from sas import changes
from sas.actor import Actor, Role
from sas.rooms.availability import operations as availability
from sas.rooms.directory.models import Place, Structure
from sas.rooms.offer.queries import vocabulary
from sas.web.kit.tickets import read_ticket
from tests.factories import care, houses
from tests.factories.browsers import browser
from tests.factories.offers import Wanted, open_slot, scatter

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-147")]
ASKED = {"text": "Médecin généraliste", "loc": "Rennes", "mode": "creneaux", "graine": "7"}
_CARD = re.compile(r'<li class="sas-carte" id="lieu-(\d+)">.*?</li>\s*(?=<li class="sas-carte"|</ol>)', re.DOTALL)

_ROW = re.compile(r'<tr class="sas-suivi"\s+id="lieu-(\d+)".*?</tr>', re.DOTALL)


def cards_in(answer: object) -> dict[int, str]:
    """The cards of a page, or of a part of one, as they are written."""
    return {int(found[1]): found[0].strip() for found in _CARD.finditer(answer.content.decode())}  # type: ignore[attr-defined]


def rows_in(answer: object) -> dict[int, str]:
    """The rows of a table, as they are written on a page."""
    text = answer.content.decode()  # type: ignore[attr-defined]
    return {int(found[1]): re.sub(r' data-libres="[^"]*"', "", found[0]) for found in _ROW.finditer(text)}


def asking(regulator: Client, page: object, wanted: list[int]) -> object:
    """What the script of the page asks."""
    address = page.context["live"]["again"]  # type: ignore[attr-defined]
    return regulator.get(f"{address}&cartes={','.join(map(str, wanted))}")


def newcomers(answer: object) -> int:
    return int(re.findall(r'data-nouveaux="(\d+)"', answer.content.decode())[0])  # type: ignore[attr-defined]


def leave(place: int, now: datetime, *, unavailable: bool = True) -> None:
    keeper = Actor(user_id=None, roles=frozenset({Role.EFFECTEUR}), places=frozenset({place}))
    availability.set_unavailable(actor=keeper, place_id=place, unavailable=unavailable, now=now)


@pytest.mark.parametrize("where", ["Rennes", "Ille-et-Vilaine"])
def test_a_card_asked_for_again_is_the_one_of_a_fresh_page(regulator: Client, clock: datetime, where: str) -> None:
    places = scatter([Wanted(at / 10, 0, opens_in_hours=25) for at in range(12)], now=clock)
    page = regulator.get("/sas/recherche", ASKED | {"loc": where})
    assert len(cards_in(page)) == 10
    changed, left = list(cards_in(page))[:2]
    open_slot(changed, now=clock, hours=27, patients=3)
    leave(left, clock)
    now = asking(regulator, page, [left, changed])
    listed = parse_qs(urlsplit(page.context["pages"]["next"]).query)["liste"][0]
    fresh = regulator.get(f"/sas/recherche?{urlsplit(page.context['live']['again']).query}")
    assert listed in page.context["live"]["again"]
    assert cards_in(now) == {one: cards_in(fresh)[one] for one in (left, changed)}
    assert cards_in(now)[changed] != cards_in(page)[changed]
    assert "N'a plus de créneau disponible" in cards_in(now)[left]
    assert newcomers(now) == 0 and set(places) >= set(cards_in(page))


def test_what_answers_since_is_counted_with_and_without_a_kept_list(regulator: Client, clock: datetime) -> None:
    places = scatter([Wanted(at / 10, 0, opens_in_hours=25) for at in range(3)], now=clock)
    leave(places[0], clock)
    one_page = regulator.get("/sas/recherche", ASKED)
    leave(places[0], clock, unavailable=False)
    now = asking(regulator, one_page, [])
    assert (newcomers(now), cards_in(now)) == (1, {})
    assert "1 nouveau résultat" in now.content.decode()  # type: ignore[attr-defined]
    scatter([Wanted(at / 10, 1, opens_in_hours=25) for at in range(9)], now=clock)
    leave(places[0], clock)
    two_pages = regulator.get("/sas/recherche", ASKED)
    leave(places[0], clock, unavailable=False)
    assert newcomers(asking(regulator, two_pages, [])) == 1
    again = regulator.get(f"/sas/recherche{two_pages.context['again']}")
    assert newcomers(asking(regulator, again, [])) == 0


def test_the_preferred_doctor_is_followed_under_his_label(regulator: Client, clock: datetime) -> None:
    places = scatter([Wanted(at / 10, 0, opens_in_hours=25) for at in range(2)], now=clock)
    number = Place.objects.get(id=places[0]).professional.national_id  # type: ignore[union-attr]
    page = regulator.get("/sas/recherche", ASKED | {"medecin": number})
    open_slot(places[0], now=clock, hours=28)
    now = asking(regulator, page, places)
    fresh = regulator.get("/sas/recherche", ASKED | {"medecin": number, "page": "1"})
    assert "MÉDECIN TRAITANT" in cards_in(now)[places[0]]
    assert sorted(cards_in(now)) == sorted(places)
    assert _without_return(cards_in(now)) == _without_return(cards_in(fresh))


def _without_return(cards: dict[int, str]) -> dict[int, str]:
    return {place: re.sub(r"\?retour=[^\"]*", "", card) for place, card in cards.items()}


@pytest.mark.parametrize("view", ["liste", "tableau"])
def test_a_card_or_a_row_costs_the_same_questions_as_three(
    regulator: Client, clock: datetime, view: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The words of the search are read anew twice a minute: not between the two counts.
    monkeypatch.setattr(vocabulary, "READ_EVERY", 10**10)
    places = scatter([Wanted(at / 10, 0, opens_in_hours=25) for at in range(3)], now=clock)
    page = regulator.get("/sas/recherche", ASKED | {"vue": view})
    counted = []
    for wanted in (places[:1], places):
        with CaptureQueriesContext(connection) as asked:
            told = asking(regulator, page, wanted)
        assert len(cards_in(told) or rows_in(told)) == len(wanted)
        counted.append(len(asked))
    assert counted[0] == counted[1]


@pytest.mark.parametrize("more", ["&cartes=1,x", "&vus=-1", "&cartes=" + ",".join(["1"] * 201), "&page=0"])
def test_what_no_page_asks_is_refused(regulator: Client, more: str) -> None:
    assert regulator.get(f"/sas/recherche/cartes?text=M%C3%A9decin&loc=Rennes{more}").status_code == 422


def test_places_that_do_not_exist_are_no_cards(regulator: Client) -> None:
    now = regulator.get("/sas/recherche/cartes?text=M%C3%A9decin&loc=Rennes&cartes=999999999,7&vus=")
    assert (now.status_code, cards_in(now)) == (200, {})


def test_a_page_carries_a_ticket_of_its_account_which_tells_nothing_of_the_search(
    clock: datetime, settings: object
) -> None:
    settings.LIVE_URL = "https://sas.example/direct"  # type: ignore[attr-defined]
    actor = care.regulator(care.territory())
    client = browser(actor)
    page = client.get("/sas/recherche", ASKED)
    given = [page.context["live"]["ticket"], client.get("/sas/recherche/billet").json()["ticket"]]
    read = [read_ticket(ticket, now=datetime.now(UTC)) for ticket in given]
    assert [ticket.account_id for ticket in read if ticket] == [actor.user_id, actor.user_id]
    shown = page.content.decode()
    assert 'data-flux="https://sas.example/direct"' in shown and "live.js" in shown
    client.post("/deconnexion")
    assert client.get("/sas/recherche/billet").status_code == 302


def test_without_a_stream_there_is_no_ticket_and_the_page_asks_by_itself(regulator: Client) -> None:
    page = regulator.get("/sas/recherche", ASKED)
    assert (page.context["live"]["stream"], page.context["live"]["ticket"]) == ("", "")
    assert 'data-direct="/sas/recherche/cartes?' in page.content.decode()


@pytest.mark.shows("F-156")
def test_a_row_asked_for_again_is_the_one_of_a_fresh_table_and_says_which_slots_are_free(
    regulator: Client, clock: datetime
) -> None:
    places = scatter([Wanted(at / 10, 0, opens_in_hours=25) for at in range(27)], now=clock)
    slot = open_slot(places[0], now=clock, hours=27)
    table = ASKED | {"vue": "tableau"}
    kept = parse_qs(urlsplit(regulator.get("/sas/recherche", table).context["pages"]["next"]).query)["liste"][0]
    second = regulator.get("/sas/recherche", table | {"page": "2", "liste": kept})
    left = list(rows_in(second))[1]
    leave(left, clock)
    told = asking(regulator, second, list(rows_in(second)))
    fresh = regulator.get("/sas/recherche", table | {"page": "2", "liste": kept})
    assert rows_in(told) == rows_in(fresh) and "<td>27</td>" in rows_in(told)[left]
    assert cards_in(told) == {} and "data-libres" not in fresh.content.decode()
    first = asking(regulator, regulator.get("/sas/recherche", table | {"liste": kept}), [places[0]])
    (free,) = re.findall(r'data-libres="([^"]*)"', first.content.decode())  # type: ignore[attr-defined]
    assert len(free.split()) == 2 and free.split()[1].startswith(f"{slot}/")
    en_sus = table | {"mode": "en-sus"}
    page = regulator.get("/sas/recherche", en_sus)
    gone = next(iter(rows_in(page)))
    leave(gone, clock)
    assert "Ne répond plus à cette recherche" in rows_in(asking(regulator, page, [gone]))[gone]


@pytest.mark.shows("F-156")
def test_the_map_alone_is_told_what_is_new_and_its_pins_are_asked_for_by_place(
    regulator: Client, clock: datetime
) -> None:
    places = scatter([Wanted(at / 10, 0, opens_in_hours=25) for at in range(3)], now=clock)
    leave(places[2], clock)
    page = regulator.get("/sas/recherche", ASKED | {"vue": "carte"})
    leave(places[2], clock, unavailable=False)
    assert newcomers(asking(regulator, page, [])) == 1
    pins = page.context["map"]["data"]["pins"]
    before = regulator.get(pins).json()["pins"]
    leave(places[1], clock)
    told = regulator.get(f"{pins}&lieux={places[0]},{places[1]}").json()["pins"]
    assert told == [pin for pin in before if pin["id"] == places[0]]


@pytest.mark.shows("F-160")
def test_the_page_of_a_place_is_drawn_anew_by_its_own_address_and_a_closed_place_has_none(
    regulator: Client, clock: datetime
) -> None:
    (place,) = scatter([Wanted(0, 0, opens_in_hours=25)], now=clock)
    page = regulator.get(f"/sas/fiche/{place}", {"retour": "/sas/recherche?text=M%C3%A9decin&loc=Rennes"})
    address = page.context["live"]["again"]
    assert f'data-direct="{escape(address)}"' in page.content.decode() and "live.js" in page.content.decode()
    assert week_in(regulator.get(f"{address}&cartes={place}")) == week_in(page)
    open_slot(place, now=clock, hours=26)
    assert len(week_in(regulator.get(f"{address}&cartes={place}"))) > len(week_in(page))
    cpts = houses.place_of(houses.house("cpts"))
    Place.objects.filter(id=place).update(closed_at=clock)
    with transaction.atomic():
        changes.place_changed([place, cpts.id], now=clock)
    without_agenda = regulator.get(f"/sas/fiche/{cpts.id}")
    assert without_agenda.status_code == 200 and "data-direct" not in without_agenda.content.decode()
    assert regulator.get(f"{address}&cartes={place}").status_code == 404


def week_in(page: object) -> str:
    """What of the page of a place is followed."""
    text = page.content.decode()  # type: ignore[attr-defined]
    return text[text.index('<section class="sas-suivi"') : text.index("</section>")]


def covering() -> tuple[Structure, list[Place]]:
    """A CPTS of Rennes, and two places declared in it."""
    cpts = houses.house("cpts")
    Structure.objects.filter(id=cpts.id).update(zone_communes=["35238"])
    return cpts, [houses.member_of(cpts).declared for _ in range(2)]


def test_the_card_of_a_cpts_is_followed_whoever_is_its_first_member_now(regulator: Client, clock: datetime) -> None:
    cpts, members = covering()
    for member in members:
        open_slot(member.id, now=clock, hours=25)
    page = regulator.get("/sas/recherche", ASKED)
    (shown,) = cards_in(page)
    leave(shown, clock)
    Structure.objects.filter(id=cpts.id).update(phones=["02 99 00 00 07"])
    told = cards_in(asking(regulator, page, [shown]))[shown]
    assert cpts.name in told and "02 99 00 00 07" in told and "N'a plus de créneau" not in told
    leave(next(one.id for one in members if one.id != shown), clock)
    assert "N'a plus de créneau disponible" in cards_in(asking(regulator, page, [shown]))[shown]
    msp = houses.house("msp")
    forged = f"{page.context['live']['again'].partition('&vus=')[0]}&vus={shown}&cpts={msp.id}"
    assert msp.name not in cards_in(regulator.get(f"{forged}&cartes={shown}"))[shown]


def test_a_cpts_that_stands_for_its_members_stays_one(regulator: Client, clock: datetime) -> None:
    cpts, members = covering()
    for member in members:
        open_slot(member.id, now=clock, hours=25)
    page = regulator.get("/sas/recherche", ASKED)
    (shown,) = cards_in(page)
    leave(shown, clock)
    assert cpts.name in cards_in(page)[shown]
    assert newcomers(asking(regulator, page, [])) == 0
    assert newcomers(regulator.get("/sas/recherche/cartes", ASKED)) == 1
