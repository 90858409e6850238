"""Whose free slots the editor knows, and when they are: invented people, times that follow the clock."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Paris")
DAYS = 4
"""Shown from today on: more than the platform asks about, so that it sees what is left out."""


@dataclass(frozen=True)
class Offer:
    """What one slot in a row of slots is like; `cpts` are FINESS numbers."""

    labels: tuple[str, ...] = ("PUBLIC",)
    acts: tuple[str, ...] = ("AMB",)
    booking: str = "ROUTINE"
    reason: str = "Consultation non programmée"
    specialty: str = "SM54"
    cpts: tuple[str, ...] = ()


PUBLIC = Offer()
EVERY_KIND = (
    PUBLIC,
    Offer(labels=("PUBLIC", "PRO"), acts=("AMB", "VR")),
    Offer(labels=("PRO",), acts=("HH",), reason="Visite"),
    Offer(labels=("SNP",), acts=("VR",), reason="Soins non programmés"),
    Offer(labels=("PUBLIC", "SNP"), booking="WALKIN"),
)


@dataclass(frozen=True)
class Point:
    """A place, and its slots: `per_day` of them from `first`, every `minutes`, going through `offers` in turn."""

    id: str
    name: str
    line: str
    postal_code: str
    city: str
    phone: str = "+33612345678"
    structure: str = ""
    offers: tuple[Offer, ...] = (PUBLIC,)
    per_day: int = 6
    first: time = time(9)
    minutes: int = 20


@dataclass(frozen=True)
class Professional:
    """Somebody with an agenda in one or more places; `number` is "8" + RPPS."""

    number: str
    family: str
    given: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Association:
    """An association of SOS Médecins; `number` is "3" + SIRET."""

    number: str
    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Time:
    """One slot; its id says where and when, and so stays the same from one answer to the next."""

    id: str
    point: Point
    offer: Offer
    start: datetime
    end: datetime


@dataclass(frozen=True)
class World:
    """Everybody the editor works for; `cpts` gives the names of CPTS by FINESS."""

    professionals: tuple[Professional, ...] = ()
    associations: tuple[Association, ...] = ()
    cpts: tuple[tuple[str, str], ...] = ()

    @property
    def holders(self) -> tuple[Professional | Association, ...]:
        """All of them."""
        return (*self.professionals, *self.associations)

    def point(self, identifier: str) -> Point | None:
        """A place by its id."""
        everywhere = (point for one in self.holders for point in one.points)
        return next((point for point in everywhere if point.id == identifier), None)

    def holder(self, point: Point) -> Professional | Association:
        """Whose place it is."""
        return next(one for one in self.holders if point in one.points)


def times(point: Point, *, now: datetime) -> Iterator[Time]:
    """The slots of a place from `now` on, in order."""
    today = now.astimezone(ZONE).date()
    for day in (today + timedelta(days=after) for after in range(DAYS)):
        yield from (one for one in _of_day(point, day) if one.start > now)


def _of_day(point: Point, day: date) -> Iterator[Time]:
    first = datetime.combine(day, point.first, ZONE).astimezone(UTC)
    for number in range(point.per_day):
        start = first + timedelta(minutes=point.minutes * number)
        offer = point.offers[(day.toordinal() * point.per_day + number) % len(point.offers)]
        end = start + timedelta(minutes=point.minutes)
        yield Time(f"{point.id}-{start:%Y%m%dT%H%M}", point, offer, start, end)


def read(path: Path) -> World:
    """A world written as JSON, with the names of these classes; what an offer leaves out is as for `PUBLIC`."""
    told = json.loads(path.read_text(encoding="utf-8"))
    return World(
        tuple(Professional(one["number"], one["family"], one["given"], _points(one)) for one in told["professionals"]),
        tuple(Association(one["number"], one["name"], _points(one)) for one in told.get("associations", ())),
        tuple(told.get("cpts", {}).items()),
    )


def write(path: Path, world: World) -> None:
    """As `read` reads it."""
    told = asdict(world) | {"cpts": dict(world.cpts)}
    path.write_text(json.dumps(told, ensure_ascii=False, default=time.isoformat), encoding="utf-8")


def _points(told: dict[str, list[dict[str, object]]]) -> tuple[Point, ...]:
    return tuple(Point(**{**one, **_sequences(one)}) for one in told["points"])  # type: ignore[arg-type]


def _sequences(told: dict[str, object]) -> dict[str, object]:
    found: dict[str, object] = {}
    if "first" in told:
        found["first"] = time.fromisoformat(str(told["first"]))
    if isinstance(told.get("offers"), list):
        found["offers"] = tuple(_offer(one) for one in told["offers"])  # type: ignore[attr-defined]
    return found


def _offer(told: dict[str, object]) -> Offer:
    return Offer(**{name: tuple(value) if isinstance(value, list) else value for name, value in told.items()})  # type: ignore[arg-type]
