"""What the platform makes of a call (E25)."""

from datetime import datetime

import pytest

from sas.actor import Actor, Role
from sas.adapters.geocoding import client as geocoding
from sas.errors import Impossible
from sas.rooms.offer import queries
from sas.rooms.offer.calls import NOT_SUPPLIED, call_of
from sas.rooms.offer.queries.calls import COMMUNE_ONLY
from tests.factories.callers import LILAS, Lilas

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-162")]
REGULATOR = Actor(user_id=1, roles=frozenset({Role.REGULATEUR_OSNP}))


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Lilas:
    made = Lilas()
    monkeypatch.setattr(geocoding, "configured", lambda: made)
    return made


def understood(now: datetime, **given: str) -> queries.UnderstoodCall:
    return queries.understood_call(actor=REGULATOR, call=call_of(given), now=now)


@pytest.mark.parametrize(
    ("given", "label"),
    [
        ({"inseecode": "35238"}, "Rennes (35000)"),
        ({"inseecode": "35238", "city": "Brest"}, "Rennes (35000)"),
        ({"inseecode": "99999", "city": "Brest"}, "Brest (29200)"),
        ({"city": "rennes"}, "Rennes (35000)"),
        ({"inseecode": "75108"}, "Paris (75001)"),
        ({"inseecode": "97411"}, "Saint-Denis (97400)"),
        ({"inseecode": "2a004"}, "Ajaccio (20000)"),
        ({"inseecode": "35238", "streetnumber": "bis"}, "Rennes (35000)"),
    ],
)
def test_without_a_street_the_commune_is_searched(given: dict[str, str], label: str, now: datetime) -> None:
    found = understood(now, **given)
    assert found.area and found.where == found.area.label == label
    assert (found.notice, found.what, found.by_name, found.doctor) == ("", "Médecin généraliste", False, NOT_SUPPLIED)


def test_the_address_is_asked_within_its_commune_else_with_the_name_of_the_departement(
    now: datetime, service: Lilas
) -> None:
    street = {"streetnumber": "12 bis", "streetname": "rue des Lilas"}
    found = understood(now, inseecode="35238", city="Ailleurs", **street)
    assert (found.where, found.notice) == (LILAS.label, "")
    assert found.address == "12 rue des Lilas, Rennes, Ille-et-Vilaine"
    assert found.area and found.area.token == "adresse:35238:48.11000:-1.67000"
    understood(now, city="Rennes", **street)
    understood(now, inseecode="75056", **street)
    understood(now, inseecode="75108", **street)
    understood(now, inseecode="69123", **street)
    assert service.asked == [
        ("12 rue des Lilas, Rennes", "35238"),
        ("12 rue des Lilas, Rennes", ""),
        ("12 rue des Lilas, Paris", ""),
        ("12 rue des Lilas, Paris", "75108"),
        ("12 rue des Lilas, Lyon, Rhône", ""),
    ]


@pytest.mark.parametrize("failing", [False, True])
@pytest.mark.parametrize("given", [{"inseecode": "35238"}, {"city": "Rennes"}])
def test_an_address_that_is_not_found_or_not_answered_leaves_the_commune_and_says_so(
    now: datetime, service: Lilas, given: dict[str, str], failing: bool
) -> None:
    service.failing = failing
    found = understood(now, **given, streetnumber="3", streetname="impasse Inconnue")
    assert (found.where, found.notice) == ("Rennes (35000)", COMMUNE_ONLY)


def test_a_commune_that_nobody_knows_is_left_to_the_search_to_say(now: datetime, service: Lilas) -> None:
    found = understood(now, city="Xqzwy", streetname="rue Basse")
    assert (found.area, found.where, found.notice) == (None, "rue Basse, Xqzwy", "")
    service.failing = True
    assert understood(now, city="Xqzwy").area is None


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({}, "city", "ne donne pas de commune"),
        ({"inseecode": "99999"}, "city", "ne donne pas de commune"),
        ({"inseecode": "x" * 99, "streetname": "rue des Lilas"}, "city", "ne donne pas de commune"),
        ({"city": "Rennes", "streetnumber": "12"}, "streetname", "un numéro sans nom de voie"),
    ],
)
@pytest.mark.shows("E25")
def test_a_call_that_says_nowhere_to_search_is_told_so(
    now: datetime, given: dict[str, str], field: str, words: str
) -> None:
    with pytest.raises(Impossible, match=words) as problem:
        understood(now, **given)
    assert problem.value.field == field


@pytest.mark.parametrize(
    ("specialty", "what", "by_name"),
    [
        ("urn:oid:1.2.250.1.213.2.28|SM54", "Médecin généraliste", False),
        ("urn:oid:1.2.250.1.213.2.28|SM26", "Médecin généraliste", False),  # the nomenclature's other general practice
        ("urn:oid:1.2.250.1.213.2.28|XX99", "Médecin généraliste", False),
        ("urn:oid:1.2.250.1.71.1.2.7|40", "Chirurgien-Dentiste", False),
        ("urn:oid:1.2.3|cds", "Médecin généraliste", False),  # no code of a nomenclature of people
        ("MG", "Médecin généraliste", False),
        ("Xqzwy", "Xqzwy", True),
    ],
)
def test_the_specialty_becomes_the_words_of_the_first_field(
    now: datetime, specialty: str, what: str, by_name: bool
) -> None:
    found = understood(now, city="Rennes", specialty=specialty)
    assert (found.what, found.by_name) == (what, by_name)
