"""Events of use: one search and what came of it, or a month of them drawn from a seed."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sas.rooms.directory.rules import departement_of
from sas.rooms.usage.enums import EventName, EventOrigin
from sas.rooms.usage.models import UsageEvent
from sas.rooms.usage.rules import Event, checked, mark_of

ZONES = {
    "35238": "Europe/Paris",
    "35288": "Europe/Paris",
    "29019": "Europe/Paris",
    "97411": "Indian/Reunion",
    "98735": "Pacific/Tahiti",
    "98818": "Pacific/Noumea",
}
ACTIVITIES = ("Médecin généraliste", "Sage-femme", "Chirurgien-dentiste", "")


@dataclass(frozen=True)
class Asked:
    """A first page; `local`: on the wall of the commune."""

    seed: int
    local: datetime
    commune: str = "35238"
    departement: str = ""
    activity: str = "Médecin généraliste"
    mode: str = "creneaux"
    results: int = 3
    slot: bool = True
    came_from: str = "header"

    @property
    def at(self) -> datetime:
        """In UTC."""
        zone = ZoneInfo(ZONES.get(self.commune, "Europe/Paris"))
        return self.local.replace(tzinfo=zone).astimezone(UTC)

    @property
    def mark(self) -> str:
        """What ties it to its steps."""
        return mark_of(seed=self.seed, mode=self.mode)

    @property
    def event(self) -> Event:
        """As the page tells it."""
        told = {
            "search": self.mark,
            "day": self.local.date().isoformat(),
            "hour": self.local.hour,
            "role": "regulateur_osnp",
            "commune": self.commune,
            "departement": self.departement or departement_of(self.commune),
            "place": "ville" if self.commune else "departement",
            "activity": self.activity,
            "byName": not self.activity,
            "mode": self.mode,
            "results": self.results,
            "slot": self.slot,
            "from": self.came_from,
        }
        return Event(EventName.SEARCH, EventOrigin.BACK, told)


@dataclass(frozen=True)
class Came:
    """A card opened or an orientation made, so long after its first page."""

    asked: Asked
    name: EventName
    after: timedelta = timedelta(minutes=2)

    @property
    def at(self) -> datetime:
        """In UTC."""
        return self.asked.at + self.after

    @property
    def event(self) -> Event:
        """As the page tells it."""
        return Event(self.name, EventOrigin.BACK, {"search": self.asked.mark})


def tell(happened: Iterable[Asked | Came]) -> None:
    """Write them in the order of time."""
    rows = [
        UsageEvent(name=one.event.name, at=one.at, origin=one.event.origin, content=dict(checked(one.event).content))
        for one in sorted(happened, key=lambda one: one.at)
    ]
    UsageEvent.objects.bulk_create(rows)


def a_month(first: date, *, searches: int, seed: int) -> list[Asked | Came]:
    """Searches of thirty days: some reloaded, filtered, in another mode, of a whole département; some go on."""
    draw = random.Random(seed)
    happened: list[Asked | Came] = []
    for number in range(searches):
        asked = _drawn(draw, first=first, number=number)
        happened.append(asked)
        for came_from, mode in (("again", asked.mode), ("again", "en-sus"), ("reload", asked.mode)):
            if draw.random() < 0.15:
                later = asked.local + timedelta(minutes=draw.randrange(1, 9))
                changed = replace(asked, local=later, mode=mode, came_from=came_from, results=0, slot=False)
                happened.append(changed)
        happened.extend(
            Came(asked, name, timedelta(minutes=draw.randrange(1, 300)))
            for name in (EventName.CARD_OPENED, EventName.CARD_OPENED, EventName.ORIENTATION_MADE)
            if draw.random() < 0.3
        )
    return happened


def _drawn(draw: random.Random, *, first: date, number: int) -> Asked:
    results = draw.choice((0, 0, 1, 5, 100))
    commune = draw.choice((*ZONES, ""))
    return Asked(
        seed=number,
        local=datetime.combine(first, time()) + timedelta(minutes=draw.randrange(30 * 24 * 60)),
        commune=commune,
        departement="" if commune else "35",
        activity=draw.choice(ACTIVITIES),
        mode=draw.choice(("creneaux", "creneaux", "en-sus", "forfait")),
        results=results,
        slot=bool(results) and draw.random() < 0.7,
        came_from=draw.choice(("home", "header", "lrm", "link", "reload")),
    )
