"""Scheduling software: editors, doctors who named them, what they answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from django.db import transaction

from sas import changes
from sas.actor import Actor
from sas.adapters.editors.values import Answer, Asked, Endpoint, Failure, FreeSlot, Label, Site
from sas.rooms.directory.models import Editor, Place
from sas.rooms.editors import operations
from sas.rooms.editors.operations import Reached
from sas.rooms.editors.rules import IDNST
from sas.rooms.participation.models import ProfessionalSettings
from sas.timetable.modality import Modality
from tests.factories import care

_number = count(1)
Told = Callable[[str], Sequence[Site]]


def editor(name: str = "") -> int:
    """An active editor."""
    return Editor.objects.create(name=name or f"Logiciel {next(_number)}").id


def reached(editor_id: int, *, end_to_end: bool = True, per_minute: int = 0) -> Reached:
    """How it is asked."""
    return Reached(Endpoint(editor_id, "https://editeur.example/fhir"), end_to_end, per_minute, "sas-preprod")


def doctor(*editors: int, now: datetime) -> Place:
    """The only place of a doctor who named these editors and shows their slots: the agenda kept here is closed."""
    place = care.doctor_place()
    named(place, *editors, now=now)
    return place


def named(place: Place, *editors: int, now: datetime, refused: bool = False) -> None:
    """The professional names these editors, and shows or refuses their slots."""
    ProfessionalSettings.objects.filter(professional_id=place.professional_id).update(
        has_software=True, editors=list(editors), editor_slots_refused=refused
    )
    with transaction.atomic():
        changes.place_changed([place.id], now=now)


def number_of(place: Place) -> str:
    """How editors know the professional of a place."""
    assert place.professional
    return place.professional.national_id


def free(start: datetime, *labels: Label, minutes: int = 15, **told: object) -> FreeSlot:
    """A free slot, public unless said otherwise, which its page books."""
    said: dict[str, object] = {
        "slot_id": f"slot-{start.isoformat()}",
        "modalities": Modality.OFFICE,
        "bookable": True,
        "reason": "",
        "specialties": (),
        "url": "https://rdv.editeur.example/agenda?medecin=7",
        "cpts": (),
    }
    end = start + timedelta(minutes=minutes)
    return FreeSlot(start=start, end=end, labels=frozenset(labels or {Label.PUBLIC}), **(said | told))  # type: ignore[arg-type]


def site(place: Place, *slots: FreeSlot, local_id: str = "1", **told: object) -> Site:
    """The place as its editor describes it: the address of the directory, without a number."""
    said: dict[str, object] = {
        "professional": number_of(place),
        "association": None,
        "identifiers": (),
        "name": "Cabinet",
        "line": place.address,
        "postal_code": place.postal_code,
        "city": "Rennes",
        "phone": "",
    }
    return Site(local_id=local_id, slots=slots, **(said | told))  # type: ignore[arg-type]


def idnst(digit: str, number: str) -> tuple[tuple[str, str], ...]:
    """A number of a structure as editors write it."""
    return ((IDNST, f"{digit}{number}"),)


@dataclass
class Asker:
    """Stands for the reader: gives to each request the sites of those it names, and remembers what was asked."""

    sites: Sequence[Site] = ()
    failing: dict[int, Failure] = field(default_factory=dict)
    milliseconds: int = 120
    dropped: dict[str, int] = field(default_factory=dict)
    now: datetime | None = None
    asked: list[tuple[int, Asked]] = field(default_factory=list)

    def __call__(self, requests: Sequence[tuple[Endpoint, Asked]]) -> list[Answer]:
        """An answer to each request."""
        self.asked += [(endpoint.editor_id, asked) for endpoint, asked in requests]
        return [self._answer(endpoint.editor_id, asked) for endpoint, asked in requests]

    def _answer(self, editor_id: int, asked: Asked) -> Answer:
        failure = self.failing.get(editor_id)
        told = [one for one in self.sites if (one.professional or f"3{one.association}") in asked.identifiers]
        return Answer(
            editor_id=editor_id,
            asked=asked,
            sites=() if failure else tuple(told),
            dropped=self.dropped,
            failure=failure,
            detail="",
            asked_at=self.now or asked.start,
            milliseconds=self.milliseconds,
        )


def told(*sites: Site, by: Reached, now: datetime) -> Asker:
    """Plan, then one turn in which this editor tells these sites."""
    operations.plan(actor=Actor.SYSTEM, reached=[by], now=now)
    asker = Asker(sites)
    operations.refresh(actor=Actor.SYSTEM, reached=[by], ask=asker, now=now)
    return asker
