"""The sphere, cut so that a disc is a few index ranges; the lasting random number of a place; who has all made anew.

A place is a point on the unit sphere. The squared chord between two points grows with their great-circle distance, so
it selects and orders exactly, everywhere on Earth, with three multiplications and no map projection (ADR 0003).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.offer.enums import DISTANCE_BOUNDS, DistanceBand, Mode, NoSlot

EARTH_RADIUS_M = 6_371_008.8
"""Mean Earth radius (IUGG), metres."""

BAND_DEGREES = 0.05
"""Height of a band of latitude: 5.6 km, a few bands for a town, some forty for a département."""

CONVENTIONS = (
    "Non défini",
    "Non conventionné",
    "Secteur 1",
    "Secteur 1 avec droit permanent à dépassement",
    "Secteur 2",
)
"""What the ranking rows hold by its index; the first where the directory says nothing."""

HORIZON = timedelta(days=14)
"""How far ahead openings are projected."""

ABSENCE = timedelta(hours=48)
"""A place leaves the results while its unavailability covers all of it (C10)."""

CHANNEL, EVERYTHING = "offer", "*"
"""Where changed places are told to the memories of the web processes, by id; and the mark that says: all of them."""

KEPT = timedelta(minutes=30)
"""How long the list of a search is fixed."""

STALLED = timedelta(minutes=10)
"""A rebuild that has not moved for that long has lost its worker."""

_OPENED_BY_THEMSELVES = (
    Role.REGULATEUR_OSNP,
    Role.EFFECTEUR,
    Role.GESTIONNAIRE_COMPTES,
    Role.ADMINISTRATEUR_NATIONAL,
    Role.ADMINISTRATEUR,
)
_MASK = 0x7FFFFFFF


@dataclass(frozen=True, slots=True)
class Disc:
    """The index ranges that cover a disc, its centre on the unit sphere, and the longest squared chord inside."""

    bands: tuple[int, ...]
    wests: tuple[float, ...]
    easts: tuple[float, ...]
    x: float
    y: float
    z: float
    longest: float


def on_sphere(lat: float, lon: float) -> tuple[float, float, float]:
    """Degrees to a point on the unit sphere."""
    phi, lam = math.radians(lat), math.radians(lon)
    return math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)


def band_of(lat: float) -> int:
    """The band of a latitude in degrees."""
    return math.floor(lat / BAND_DEGREES)


def metres_of(squared_chord: float) -> float:
    """Great-circle metres of a squared chord of the unit sphere."""
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(squared_chord) / 2))


def chord_of(radius_km: float) -> float:
    """The squared chord of a great-circle radius."""
    return 4 * math.sin(radius_km * 1000 / EARTH_RADIUS_M / 2) ** 2


def disc(*, lat: float, lon: float, radius_km: float) -> Disc:
    """Cover every point within `radius_km` of a centre given in degrees (F-144); a little more never hurts."""
    angle = radius_km * 1000 / EARTH_RADIUS_M
    reach = math.degrees(angle)
    bands = range(band_of(lat - reach), band_of(lat + reach) + 1)
    widths = _half_widths(math.radians(lat), angle, bands)
    x, y, z = on_sphere(lat, lon)
    return Disc(
        bands=tuple(bands),
        wests=tuple(lon - width for width in widths),
        easts=tuple(lon + width for width in widths),
        x=x,
        y=y,
        z=z,
        longest=chord_of(radius_km),
    )


def _half_widths(phi: float, angle: float, bands: Iterable[int]) -> list[float]:
    """The widest the disc gets in each band, in degrees of longitude: where the band is nearest to the disc's waist.

    `phi`: the latitude of the centre; angles in radians.
    """
    sine, cosine, reach = math.sin(phi), math.cos(phi), math.cos(angle)
    # A disc is widest where sin(latitude) = sin(centre) / cos(radius), slightly poleward of its centre.
    waist = math.asin(max(-1.0, min(1.0, sine / reach)))
    widths = []
    for band in bands:
        at = min(max(waist, math.radians(band * BAND_DEGREES)), math.radians((band + 1) * BAND_DEGREES))
        width = (reach - sine * math.sin(at)) / (cosine * math.cos(at))
        widths.append(math.degrees(math.acos(max(-1.0, min(1.0, width)))) + 1e-9)
    return widths


def shuffle_of(place_id: int) -> int:
    """The place's own lasting random number, in [0, 2^31): a rebuild of the projection finds the same (F-146)."""
    mixed = (place_id * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
    mixed ^= mixed >> 30
    mixed = (mixed * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    return (mixed >> 33) & _MASK


def clock(moment: datetime) -> str:
    """Wall time as the guides write it: 09h00."""
    return f"{moment.hour:02}h{moment.minute:02}"


def why_no_slot(*, away: bool, agenda_open: bool, ahead: bool, soon: bool, hidden: bool) -> NoSlot:
    """Why nothing can be given in the three days of a place that was asked for (sas-domain §1.12).

    `away`: unavailable for the whole next 48 hours; `ahead`: its agenda holds something in the coming fortnight;
    `soon`: something of it in the three days, all full; `hidden`: something of it there, all behind an unavailability.
    """
    if away:
        return NoSlot.AWAY
    if not agenda_open or not ahead:
        return NoSlot.NO_AGENDA
    if soon:
        return NoSlot.FULL
    return NoSlot.AWAY if hidden else NoSlot.LATER


def convention_of(label: str) -> int:
    """The index in CONVENTIONS of what the directory says."""
    return CONVENTIONS.index(label) if label in CONVENTIONS else 0


def modes_of(actor: Actor) -> tuple[Mode, ...]:
    """What somebody may ask to see, the first by default (F-150, F-151, F-200, F-203).

    An IOA has the package, and nothing else unless another role opens the slots.
    """
    if actor.is_platform:
        return tuple(Mode)
    nurse, regulator = actor.has(Role.IOA), actor.has(Role.REGULATEUR_OSNP)
    slots = (Mode.SLOTS,) if not nurse or actor.has(*_OPENED_BY_THEMSELVES) else ()
    return (*slots, *((Mode.OVERBOOKING,) if regulator else ()), *((Mode.PACKAGE,) if nurse else ()))


def allowed_mode(actor: Actor, asked: Mode | None) -> Mode:
    """What is asked, when the actor may ask for it; otherwise the first that he may."""
    modes = modes_of(actor)
    return asked if asked in modes else modes[0]


def distance_band(metres: float | None) -> DistanceBand:
    """All that is kept of a distance to the address searched; None: there is no such address."""
    if metres is None:
        return DistanceBand.UNKNOWN
    return next((band for band, bound in DISTANCE_BOUNDS.items() if metres < bound), DistanceBand.MORE)


def may_rebuild(actor: Actor) -> Refused | None:
    """Administrators and the platform."""
    if actor.is_platform or actor.has(Role.ADMINISTRATEUR_NATIONAL, Role.ADMINISTRATEUR):
        return None
    return Refused("L'index de recherche est tenu par les administrateurs.")
