"""Invented structures: health centres, MSP, CPTS, SOS Médecins associations and hospitals."""

import random
from dataclasses import dataclass

from sas.rooms.directory.loaders.gazetteer import CommuneRow
from simulators.population.people import Address, PlaceOfCare, Towns, address, phone

KINDS = {
    "cds": "Centre de santé",
    "msp": "Maison de santé",
    "cpts": "CPTS",
    "sos": "SOS Médecins",
    "etablissement": "Centre hospitalier",
}
_POINTS = 2
_ZONE = 12


@dataclass(frozen=True, slots=True)
class House:
    """A structure, known by its FINESS number, or by its SIRET for SOS Médecins; both start with 99, as none does.

    `zone` holds the INSEE codes of a CPTS's intervention zone, `points` the fixed points of SOS Médecins.
    """

    kind: str
    name: str
    finess: str
    siret: str
    phone: str
    address: Address
    zone: tuple[str, ...]
    points: tuple[Address, ...]

    def as_place(self) -> PlaceOfCare:
        """What a professional who works there has as a place: a health centre pays wages, an MSP does not."""
        mode = "S" if self.kind == "cds" else "L"
        return PlaceOfCare("", self.address, self.phone, self.finess, self.name, mode)


def house(chance: random.Random, kind: str, *, towns: Towns, number: int) -> House:
    """One structure; numbers tell apart those of one town."""
    town = towns.draw(chance)
    return House(
        kind=kind,
        name=f"{KINDS[kind]} {town.name} {number}",
        finess="" if kind == "sos" else f"99{number:07d}",
        siret=f"990{number:06d}00011" if kind == "sos" else "",
        phone=phone(chance, town),
        address=address(chance, town),
        zone=_around(town, towns) if kind == "cpts" else (),
        points=tuple(address(chance, town) for _ in range(_POINTS)) if kind == "sos" else (),
    )


def _around(town: CommuneRow, towns: Towns) -> tuple[str, ...]:
    """The nearest communes."""
    lat, lon = town.lat or 0, town.lon or 0
    nearest = sorted(towns.rows, key=lambda row: ((row.lat or 0) - lat) ** 2 + ((row.lon or 0) - lon) ** 2)
    return tuple(row.code for row in nearest[:_ZONE])
