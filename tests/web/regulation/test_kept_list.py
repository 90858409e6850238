"""The pages of a search: one list, fixed for half an hour, whatever happens meanwhile (F-147)."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from sas.actor import Actor, Role
from sas.rooms.availability import operations as availability
from sas.rooms.offer import operations
from sas.rooms.offer.models import KeptSearch
from tests.factories import care
from tests.factories.browsers import browser
from tests.factories.offers import Wanted, scatter
from tests.web.regulation.scene import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-147")]
ASKED = {"text": "Médecin généraliste", "loc": "Rennes", "mode": "creneaux"}


@pytest.fixture
def places(clock: datetime) -> list[int]:
    return scatter([Wanted(at / 10, 0, opens_in_hours=25) for at in range(12)], now=clock)


@pytest.fixture
def territory() -> int:
    return care.territory()


@pytest.fixture
def regulator(territory: int) -> Client:
    return browser(care.regulator(territory))


def shown(page: object) -> list[int]:
    return [card.place_id for card in page.context["result"].cards]  # type: ignore[attr-defined]


def doctor(place: int) -> Actor:
    return Actor(user_id=None, roles=frozenset({Role.EFFECTEUR}), places=frozenset({place}))


def leave(place: int, now: datetime, *, unavailable: bool = True) -> None:
    availability.set_unavailable(actor=doctor(place), place_id=place, unavailable=unavailable, now=now)


@pytest.fixture
def first(regulator: Client, places: list[int], clock: datetime) -> object:
    leave(places[0], clock)
    return regulator.get("/sas/recherche", ASKED)


def test_a_place_that_leaves_stays_with_a_mark_and_newcomers_are_announced(
    regulator: Client, first: object, places: list[int], clock: datetime
) -> None:
    following = first.context["pages"]["next"]  # type: ignore[attr-defined]
    (left,) = set(places[1:]) - set(shown(first))
    leave(left, clock)
    leave(places[0], clock, unavailable=False)
    second = regulator.get(f"/sas/recherche{following}")
    assert shown(second) == [left]
    assert "N'a plus de créneau disponible" in text_of(second)
    assert "1 nouveau résultat" in text_of(second)
    assert (second.context["result"].total, second.context["result"].newcomers) == (11, 1)
    again = regulator.get(f"/sas/recherche{second.context['again']}")
    assert len(shown(again)) == 10 and left not in shown(again)
    assert again.context["result"].total == 11 and "nouveau résultat" not in text_of(again)


def test_a_list_is_the_accounts_own_and_this_searchs_and_ends_after_half_an_hour(
    regulator: Client, first: object, territory: int, places: list[int]
) -> None:
    following = first.context["pages"]["next"]  # type: ignore[attr-defined]
    token = parse_qs(urlsplit(following).query)["liste"][0]
    kept = KeptSearch.objects.get()
    assert str(kept.token) == token and "Rennes" not in f"{kept.asked}{bytes(kept.places)!r}"
    somebody = browser(care.regulator(territory)).get(f"/sas/recherche{following}")
    other = regulator.get(f"/sas/recherche{following}&convention=1")
    KeptSearch.objects.filter(token=token).update(kept_at=datetime.now(UTC) - timedelta(minutes=31))
    late = regulator.get(f"/sas/recherche{following}")
    for page in (somebody, other, late):
        assert page.status_code == 200 and page.context["result"].token != token
    assert sorted(shown(first) + shown(late)) == sorted(places[1:])
    assert operations.forget_searches(actor=Actor.SYSTEM, now=datetime.now(UTC)) == 1
    assert set(KeptSearch.objects.values_list("account_id", flat=True)) and not KeptSearch.objects.filter(token=token)


@pytest.mark.shows("E6")
def test_a_search_of_exactly_one_page_keeps_nothing_and_a_forged_token_is_harmless(
    regulator: Client, clock: datetime
) -> None:
    scatter([Wanted(at / 10, 0, opens_in_hours=25) for at in range(10)], now=clock)
    page = regulator.get("/sas/recherche", ASKED | {"liste": "' or 1=1 --"})
    assert (page.status_code, len(shown(page)), KeptSearch.objects.count()) == (200, 10, 0)
