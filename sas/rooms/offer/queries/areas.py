"""From the words of the second field to a disc on the map (F-142, F-143, F-144)."""

import re
from dataclasses import dataclass, replace

from sas.actor import Actor
from sas.adapters.geocoding import client as geocoding
from sas.adapters.geocoding.values import AddressKind
from sas.errors import Unavailable
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import Town
from sas.rooms.directory.rules import search_key
from sas.rooms.offer.enums import AreaKind
from sas.timetable.ranking import Order

ENOUGH_FOR_AN_ADDRESS = 0.5
"""Score (0-1) under which the address service's best answer is not what was asked."""

FARTHEST_KM = 200
"""The widest search there is."""

_WIDER = "@"
"""In a token, before the radius of an area that was widened."""
_ON_MAP = re.compile(r"(-?[0-9]{1,2}\.[0-9]{1,5}):(-?[0-9]{1,3}\.[0-9]{1,5}):([0-9]{1,3})")


@dataclass(frozen=True, slots=True)
class Area:
    """Where to search: centre in degrees, radius in kilometres, the zone whose calendar days count.

    `token` names the area in a page address, so that following pages do not ask the address service again.
    """

    kind: AreaKind
    label: str
    lat: float
    lon: float
    radius_km: int
    time_zone: str
    token: str
    commune: str = ""
    """INSEE code of the commune of the centre; empty for a département (sas-domain §1.11)."""
    usual_km: int = 0
    """The radius before it was widened; 0: it was not."""

    @property
    def order(self) -> Order:
        """How equals are told apart: by distance around an address, at random otherwise (sas-domain §1.5)."""
        return Order.DISTANCE if self.kind == AreaKind.ADDRESS else Order.RANDOM

    @property
    def usual(self) -> "Area":
        """With the radius that it had before it was widened."""
        token = self.token.partition(_WIDER)[0]
        return replace(self, token=token, radius_km=self.usual_km, usual_km=0) if self.usual_km else self

    def widened(self, radius_km: int) -> "Area":
        """The same centre, farther around it."""
        usual = self.usual
        token = f"{usual.token}{_WIDER}{radius_km}"
        return replace(usual, token=token, radius_km=radius_km, usual_km=usual.radius_km)


@dataclass(frozen=True, slots=True)
class AreaSuggestion:
    """One line under the second field; `token` as in Area."""

    label: str
    token: str


@dataclass(frozen=True, slots=True)
class AreaSuggestions:
    """The three groups of the list (F-142)."""

    departements: tuple[AreaSuggestion, ...]
    towns: tuple[AreaSuggestion, ...]
    addresses: tuple[AreaSuggestion, ...]


def locate(*, actor: Actor, text: str) -> Area | None:
    """The département, address or commune that the text names best, None when nothing is found.

    Raises Unavailable when the address service is needed and does not answer.
    """
    found = directory.find_departements(actor=actor, text=text, limit=1)
    if found and _names_wholly(text, found[0]):
        return _departement(found[0])
    towns = directory.find_towns(actor=actor, text=text, limit=1)
    if towns and _is_town_name(text, towns[0]):
        return _town(towns[0])
    service = geocoding.configured()
    address = next(iter(service.search(text, limit=1)), None) if service else None
    if address and address.score >= ENOUGH_FOR_AN_ADDRESS:
        return _address(actor, address.citycode, address.lat, address.lon, label=address.label)
    return _town(towns[0]) if towns else None


def locate_within(*, actor: Actor, text: str, town_code: str) -> Area | None:
    """The address that the text names in this commune ("": anywhere), None when the service knows none or is not set.

    Raises Unavailable when the service does not answer.
    """
    service = geocoding.configured()
    found = service.search(text, limit=1, citycode=town_code) if service else ()
    best = next((one for one in found if one.kind is not AddressKind.MUNICIPALITY), None)
    if best is None or best.score < ENOUGH_FOR_AN_ADDRESS:
        return None
    return _address(actor, best.citycode, best.lat, best.lon, label=best.label)


def area_of_token(*, actor: Actor, token: str, label: str) -> Area | None:
    """The area a page address names; None when the token is not one of ours, so that the text is read instead."""
    place, _, wider = token.partition(_WIDER)
    area = _area_of(actor, place, label)
    if area is None or not wider:
        return area
    known = wider.isascii() and wider.isdigit() and area.radius_km < int(wider) <= FARTHEST_KM
    return area.widened(int(wider)) if known else None


def _area_of(actor: Actor, token: str, label: str) -> Area | None:
    kind, _, rest = token.partition(":")
    if kind == AreaKind.DEPARTEMENT:
        found = directory.departement_of_code(actor=actor, code=rest)
        return _departement(found) if found else None
    if kind == AreaKind.TOWN:
        town = directory.town_of_code(actor=actor, code=rest)
        return _town(town) if town else None
    if kind == AreaKind.ADDRESS:
        try:
            code, lat, lon = rest.split(":")
            return _address(actor, code, float(lat), float(lon), label=label)
        except ValueError:
            return None
    return _on_map(actor, rest) if kind == AreaKind.MAP else None


def suggest_areas(*, actor: Actor, text: str) -> AreaSuggestions:
    """Départements and communes of the embedded gazetteer, addresses of the address service when one is configured.

    An address service that fails leaves its group empty: the two others still help.
    """
    if len(text.strip()) < 3:
        return AreaSuggestions((), (), ())
    departements = directory.find_departements(actor=actor, text=text, limit=3)
    towns = directory.find_towns(actor=actor, text=text, limit=5)
    return AreaSuggestions(
        tuple(AreaSuggestion(a.label, a.token) for a in map(_departement, departements)),
        tuple(AreaSuggestion(a.label, a.token) for a in map(_town, towns)),
        _address_suggestions(text) if any(character.isdigit() for character in text) or "," in text else (),
    )


def _address_suggestions(text: str) -> tuple[AreaSuggestion, ...]:
    service = geocoding.configured()
    try:
        found = service.search(text, limit=5, autocomplete=True) if service else ()
    except Unavailable:
        return ()
    return tuple(
        AreaSuggestion(a.label, _address_token(a.citycode, a.lat, a.lon))
        for a in found
        if a.kind is not AddressKind.MUNICIPALITY
    )


def _names_wholly(text: str, departement: Town) -> bool:
    key = search_key(text)
    name = search_key(departement.name)
    return key in {name, departement.code.lower(), f"{name} {departement.code.lower()}"}


def _is_town_name(text: str, town: Town) -> bool:
    """A name, alone or with its postal code or département; anything longer is read as an address."""
    key, name = search_key(text), search_key(town.name)
    rest = key.removeprefix(name).strip()
    known = {"", town.code.lower(), search_key(town.departement_name), town.departement_code.lower()}
    return (key.startswith(name) and (rest in known or rest.isdigit())) or key.isdigit()


def _departement(found: Town) -> Area:
    token = f"{AreaKind.DEPARTEMENT}:{found.code}"
    return Area(AreaKind.DEPARTEMENT, found.label, found.lat, found.lon, found.radius_km, found.time_zone, token)


def _town(found: Town) -> Area:
    token = f"{AreaKind.TOWN}:{found.code}"
    return Area(AreaKind.TOWN, found.label, found.lat, found.lon, found.radius_km, found.time_zone, token, found.code)


def _address(actor: Actor, town_code: str, lat: float, lon: float, *, label: str) -> Area | None:
    town = directory.town_of_code(actor=actor, code=town_code)
    if town is None or not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    token = _address_token(town_code, lat, lon)
    return Area(AreaKind.ADDRESS, label, lat, lon, town.radius_km, town.time_zone, token, town_code)


def _on_map(actor: Actor, rest: str) -> Area | None:
    """What a map showed when the search was launched from it (F-156); the nearest commune gives name and zone."""
    asked = _ON_MAP.fullmatch(rest)
    if asked is None:
        return None
    lat, lon, radius_km = float(asked[1]), float(asked[2]), int(asked[3])
    if not (-90 <= lat <= 90 and -180 <= lon <= 180 and 1 <= radius_km <= FARTHEST_KM):
        return None
    town = directory.nearest_town(actor=actor, lat=lat, lon=lon)
    if town is None:
        return None
    token = f"{AreaKind.MAP}:{lat:.5f}:{lon:.5f}:{radius_km}"
    return Area(AreaKind.MAP, town.label, lat, lon, radius_km, town.time_zone, token, town.code)


def _address_token(town_code: str, lat: float, lon: float) -> str:
    return f"{AreaKind.ADDRESS}:{town_code}:{lat:.5f}:{lon:.5f}"
