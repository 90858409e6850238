"""One suite for the real client (against the address service on loopback) and the fake that stands in for it."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest

from sas.adapters.geocoding import client, protocol
from sas.adapters.geocoding.client import Geocoder
from sas.adapters.geocoding.fake import FakeGeocoder
from sas.adapters.geocoding.values import AddressKind, AddressQuery, FoundAddress
from sas.errors import Unavailable
from sas.rooms.directory.loaders.gazetteer import commune_index, communes
from simulators.ban.book import AddressBook, metres
from simulators.ban.server import AddressServer

RENNES = "35238"
CENTRE = (48.11593, -1.68844)
Either = Geocoder | FakeGeocoder


@pytest.fixture(scope="module")
def server() -> Iterator[AddressServer]:
    served = [row for row in communes() if row.departement in ("35", "974") or row.code.startswith("75")]
    book = AddressBook(served)
    with AddressServer(lambda: book) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


@pytest.fixture
def real(server: AddressServer) -> Geocoder:
    server.latency, server.failing = 0.0, False
    return Geocoder(server.url)


@pytest.fixture(params=["real", "fake"])
def geocoder(request: pytest.FixtureRequest, real: Geocoder) -> Either:
    """The fake knows what the service answered: the suite then asks both the same."""
    if request.param == "real":
        return real
    known = [
        *real.search("12 rue des Lilas", citycode=RENNES, limit=1),
        *real.search("rue des Lilas", citycode=RENNES, limit=1),
        *real.search("avenue de la Gare", citycode=RENNES, limit=1),
        *real.search("Rennes", limit=1),
        *real.search("rue des Lilas Saint-Denis", limit=1),
    ]
    return FakeGeocoder(known)


def test_a_house_is_found_from_free_text(geocoder: Either) -> None:
    found = geocoder.search("12 rue des Lilas Rennes")[0]
    assert found.kind is AddressKind.HOUSE
    assert (found.housenumber, found.street, found.city, found.citycode) == ("12", "Rue des Lilas", "Rennes", RENNES)
    assert found.label == f"12 Rue des Lilas {found.postcode} Rennes" and found.postcode.startswith("35")
    assert found.context == "35, Ille-et-Vilaine, Bretagne"
    assert 0.5 < found.score <= 1 and metres(found.lat, found.lon, *CENTRE) < 6_000


def test_a_street_a_commune_and_their_kinds(geocoder: Either) -> None:
    street = geocoder.search("rue des lilas rennes", kind=AddressKind.STREET)[0]
    assert (street.kind, street.street, street.housenumber) == (AddressKind.STREET, "Rue des Lilas", "")
    town = geocoder.search("rennes", kind=AddressKind.MUNICIPALITY)[0]
    assert (town.kind, town.label, town.street) == (AddressKind.MUNICIPALITY, "Rennes", "")
    assert (town.lat, town.lon) == CENTRE


def test_the_beginning_of_a_word_is_enough_when_completing(geocoder: Either) -> None:
    found = geocoder.search("avenue de la gar", citycode=RENNES, autocomplete=True)
    assert found[0].label.startswith("Avenue de la Gare")


def test_nothing_found_is_an_empty_answer_not_a_failure(geocoder: Either) -> None:
    assert geocoder.search("xyzzy plugh") == ()
    assert geocoder.search("ab") == ()
    assert geocoder.search("   ") == ()
    assert geocoder.reverse(45.0, -30.0) == ()


def test_the_limit_is_kept(geocoder: Either) -> None:
    assert len(geocoder.search("rue des lilas", limit=1)) == 1


def test_a_point_gives_its_address(geocoder: Either) -> None:
    here = geocoder.search("12 rue des Lilas Rennes")[0]
    assert geocoder.reverse(here.lat, here.lon)[0].label == here.label


def test_many_are_located_in_order(geocoder: Either) -> None:
    queries = [
        AddressQuery("12 Rue des Lilas", "", RENNES),
        AddressQuery("nulle part, sûrement", "", "97411"),
        AddressQuery("Avenue de la Gare", "", RENNES),
    ]
    house, nothing, street = geocoder.locate_many(queries)
    expected = geocoder.search("12 rue des Lilas Rennes")[0]
    assert house is not None and (house.lat, house.lon, house.citycode) == (expected.lat, expected.lon, RENNES)
    assert nothing is None
    assert street is not None and street.kind is AddressKind.STREET


def test_down_is_not_the_same_as_not_found(geocoder: Either, server: AddressServer) -> None:
    server.failing = True
    if isinstance(geocoder, FakeGeocoder):
        geocoder.failing = True
    with pytest.raises(Unavailable) as raised:
        geocoder.search("12 rue des Lilas Rennes")
    assert raised.value.service == "Le service d'adresses"
    with pytest.raises(Unavailable):
        geocoder.reverse(*CENTRE)
    with pytest.raises(Unavailable):
        list(geocoder.locate_many([AddressQuery("12 Rue des Lilas", "", RENNES)]))


def test_typing_errors_are_forgiven(real: Geocoder) -> None:
    assert real.search("12 rue des lila renes")[0].label.startswith("12 Rue des Lilas")
    assert real.search("renes", kind=AddressKind.MUNICIPALITY)[0].city == "Rennes"


def test_what_is_near_comes_first(real: Geocoder) -> None:
    near = real.search("place de l'église", near=CENTRE)[0]
    assert metres(near.lat, near.lon, *CENTRE) < 20_000
    reunion = commune_index().by_code("97411")
    assert reunion and reunion.lat and reunion.lon
    assert real.search("place de l'église", near=(reunion.lat, reunion.lon))[0].postcode.startswith("974")


def test_a_slow_service_is_given_up_twice_then_left_alone(
    server: AddressServer, real: Geocoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.latency = 0.3
    slow = Geocoder(server.url, timeout=0.05)
    for _ in range(3):
        with pytest.raises(Unavailable):
            slow.search("Rennes")
    server.latency = 0.0
    monkeypatch.setattr(slow, "_try", lambda *_, **__: pytest.fail("asked during the pause"))
    with pytest.raises(Unavailable):
        slow.search("Rennes")


def test_one_lost_answer_is_asked_again(real: Geocoder, monkeypatch: pytest.MonkeyPatch) -> None:
    plain, lost = real._try, []

    def lossy(*args: object, **kwargs: object) -> object:
        if not lost:
            lost.append(args)
            return None
        return plain(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(real, "_try", lossy)
    assert real.search("Rennes") and lost


class _Nonsense(BaseHTTPRequestHandler):
    body = b""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"features": 3}', b'{"features": [{"type": "Feature"}]}'])
def test_an_answer_that_makes_no_sense_is_no_answer(body: bytes) -> None:
    handler = type("Handler", (_Nonsense,), {"body": body})
    with HTTPServer(("127.0.0.1", 0), handler) as answering:
        threading.Thread(target=answering.serve_forever, daemon=True).start()
        with pytest.raises(Unavailable):
            Geocoder(f"http://127.0.0.1:{answering.server_address[1]}").search("Rennes")
        answering.shutdown()


def test_no_service_configured_is_none(settings: object) -> None:
    settings.GEOCODER_URL = ""  # type: ignore[attr-defined]
    assert client.configured() is None
    settings.GEOCODER_URL = "http://127.0.0.1:9"  # type: ignore[attr-defined]
    assert client.configured() is client.configured() is not None


def test_values_are_frozen() -> None:
    address = FoundAddress("", 1.0, AddressKind.STREET, "", "", "", "", "", "", 0.0, 0.0)
    with pytest.raises(AttributeError):
        address.lat = 1.0  # type: ignore[misc]


@pytest.mark.parametrize("degrees", ["9" * 400, "[" * 100_000, "null", '"x"'])
def test_an_answer_that_makes_no_sense_is_none(degrees: str) -> None:
    body = f'{{"features": [{{"geometry": {{"coordinates": [{degrees}, 48.1]}}, "properties": {{"type": "street"}}}}]}}'
    with pytest.raises(Unavailable):
        protocol.addresses(httpx.Response(200, text=body))
