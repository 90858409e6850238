"""An address service in memory, for tests of the rooms; the adapter's suite holds it to what the real client does."""

import math
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from sas.adapters.geocoding.protocol import SERVICE
from sas.adapters.geocoding.values import AddressKind, AddressQuery, FoundAddress, FoundPoint
from sas.errors import Unavailable


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return "".join(character if character.isalnum() else " " for character in plain).split()


class FakeGeocoder:
    """Knows the addresses given; with `failing` set it raises as a service that is down."""

    def __init__(self, addresses: Iterable[FoundAddress]) -> None:
        """Addresses in the order in which equals are answered."""
        self.addresses = tuple(addresses)
        self.failing = False

    def search(
        self,
        query: str,
        *,
        limit: int = 5,
        autocomplete: bool = False,
        near: tuple[float, float] | None = None,
        citycode: str = "",
        postcode: str = "",
        kind: AddressKind | None = None,
    ) -> tuple[FoundAddress, ...]:
        """Addresses whose label holds every word asked, the last one as a beginning when `autocomplete` is set."""
        self._answer()
        asked = _words(query)
        if len(query.strip()) < 3 or not asked:
            return ()
        wanted = [
            address
            for address in self.addresses
            if citycode in ("", address.citycode)
            and postcode in ("", address.postcode)
            and kind in (None, address.kind)
            and self._holds(_words(address.label), asked, autocomplete=autocomplete)
        ]
        ranked = sorted(wanted, key=lambda address: (len(address.label), self._distance(address, near)))
        return tuple(ranked[:limit])

    def reverse(self, lat: float, lon: float) -> tuple[FoundAddress, ...]:
        """The nearest addresses within a kilometre."""
        self._answer()
        ranked = sorted(self.addresses, key=lambda address: self._distance(address, (lat, lon)))
        return tuple(address for address in ranked if self._distance(address, (lat, lon)) < 0.01)[:1]

    def locate_many(self, queries: Sequence[AddressQuery]) -> Iterator[FoundPoint | None]:
        """The best answer to each."""
        self._answer()
        for query in queries:
            found = self.search(query.address, limit=1, citycode=query.citycode, postcode=query.postcode)
            yield self._point(found[0]) if found else None

    def _answer(self) -> None:
        if self.failing:
            raise Unavailable(SERVICE)

    @staticmethod
    def _point(address: FoundAddress) -> FoundPoint:
        return FoundPoint(address.score, address.kind, address.citycode, address.lat, address.lon)

    @staticmethod
    def _holds(label: list[str], asked: list[str], *, autocomplete: bool) -> bool:
        *whole, last = asked
        ends = any(word.startswith(last) for word in label) if autocomplete else last in label
        return ends and all(word in label for word in whole)

    @staticmethod
    def _distance(address: FoundAddress, near: tuple[float, float] | None) -> float:
        return math.dist((address.lat, address.lon), near) if near else 0.0
