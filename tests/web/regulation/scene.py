"""Tomorrow's plage of three patients in Rennes and the regulator's browser: where the orientation tests start."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.test import Client
from django.utils import timezone

from sas.actor import Actor
from sas.rooms.directory.models import Place
from sas.rooms.orientation import operations
from tests.factories import care
from tests.factories.browsers import browser

BACK = "/sas/recherche?text=M%C3%A9decin&loc=Rennes&graine=7"


@dataclass(frozen=True)
class Scene:
    """Tomorrow's plage of three patients in Rennes, and the regulator's browser.

    `visitor`: the account whose browser opens an address, where it is not the regulator's; 0: nobody's.
    """

    territory: int
    place: Place
    owner: Actor
    regulator: Actor
    client: Client
    day: date
    plage: int
    now: datetime
    visitor: int = 0

    @property
    def path(self) -> str:
        """The page of the plage."""
        return f"/sas/orienter/creneau/{self.plage}/{self.day}"

    def confirm(self, path: str = "", client: Client | None = None, **changes: Any) -> Any:
        """Send a form with a key of its own."""
        return (client or self.client).post(path or self.path, {"cle": str(uuid4()), "retour": BACK} | changes)

    def fill(self) -> None:
        """Take the three places."""
        for _ in range(3):
            operations.orient(
                actor=self.regulator, key=uuid4(), slot_id=self.plage, day=self.day, modality=None, now=self.now
            )


def make_scene() -> Scene:
    """Pages take the time of the request: the scene is tomorrow."""
    now = timezone.now()
    territory, place = care.territory(), care.doctor_place()
    care.with_package(place)
    owner, day = care.keeper(place), now.astimezone(ZoneInfo("Europe/Paris")).date() + timedelta(days=1)
    plage = care.published(place=place, owner=owner, day=day, now=now)
    regulator = care.regulator(territory)
    return Scene(territory, place, owner, regulator, browser(regulator), day, plage, now)


def text_of(response: Any) -> str:
    """What stands between the header and the footer."""
    return re.sub(r"\s+", " ", response.content.decode()).split("<main")[1].split("</main>")[0]
