"""What a regulation software sends about a caller, and the doctors it may name."""

from datetime import datetime
from urllib.parse import urlencode

from django.db import transaction

from sas import changes
from sas.adapters.geocoding.fake import FakeGeocoder
from sas.adapters.geocoding.values import AddressKind, FoundAddress
from sas.rooms.directory.models import Place, Professional
from sas.rooms.directory.rules import search_key
from tests.factories import care

ORIGIN = "samu-35"
RPPS = "urn:oid:1.2.250.1.71.4.2.1|"
LILAS = FoundAddress(
    label="12 Rue des Lilas 35000 Rennes",
    score=0.9,
    kind=AddressKind.HOUSE,
    housenumber="12",
    street="Rue des Lilas",
    postcode="35000",
    citycode="35238",
    city="Rennes",
    context="35, Ille-et-Vilaine, Bretagne",
    lat=48.11,
    lon=-1.67,
)


class Lilas(FakeGeocoder):
    """Knows 12 rue des Lilas in Rennes by what a call says of it, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__([LILAS])
        self.asked: list[tuple[str, str]] = []

    def search(self, query: str, **narrowed: object) -> tuple[FoundAddress, ...]:  # type: ignore[override]
        """Only the street's name decides."""
        within = str(narrowed.get("citycode") or "")
        self.asked.append((query, within))
        self._answer()
        return (LILAS,) if "Lilas" in query and within in ("", LILAS.citycode) else ()


def link(origin: str = ORIGIN, **given: str) -> str:
    """The address that the software opens; in Rennes unless something else is said."""
    return f"/sas/recherche?{urlencode({'origin': origin, **(given or {'city': 'Rennes'})})}"


def doctor(name: str = "Dr Gwenaëlle TOURNIER", *, commune: str = "35238", now: datetime) -> Place:
    """A place of a doctor of that name, as searches see it."""
    return renamed(care.doctor_place(commune=commune), name, now=now)


def renamed(place: Place, name: str, *, now: datetime) -> Place:
    """The same place under another name, which searches see."""
    place.name, place.name_key = name, search_key(name)
    place.save()
    with transaction.atomic():
        changes.place_changed([place.id], now=now)
    return place


def also_at(place: Place, *, commune: str, now: datetime) -> Place:
    """Another place of the same doctor."""
    other = care.doctor_place(commune=commune)
    other.professional_id = place.professional_id
    return renamed(other, place.name, now=now)


def number_of(place: Place) -> str:
    """The national identifier of whose place it is."""
    return Professional.objects.get(id=place.professional_id).national_id
