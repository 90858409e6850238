"""The settings of structures: what they say, who said it last, how many take part through them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from sas.actor import Actor
from sas.rooms.accounts import queries as accounts
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import StructureFacts
from sas.rooms.participation import rules
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ParticipationChange, ProfessionalSettings, StructureSettings
from sas.rooms.participation.rules import HouseSettings

SHOWN_CHANGES = 20


@dataclass(frozen=True, slots=True)
class HouseFacts:
    """A structure as its manager sees it. `saved_at` None: no settings yet.

    `members`: professionals who take part through it (CPTS, MSP).
    """

    structure: StructureFacts
    settings: HouseSettings
    saved_at: datetime | None
    members: int

    @property
    def has_settings(self) -> bool:
        """Whether it has a form of its own (a CDS, an SOS association)."""
        return self.structure.kind in rules.WITH_SETTINGS

    @property
    def participates(self) -> bool:
        """Whether regulators read that it takes part (F-102, F-106, F-109)."""
        if self.structure.kind == "msp":
            return self.members > 0
        return self.settings.participates and (self.structure.kind != "cds" or self.settings.practitioner_count > 0)


@dataclass(frozen=True, slots=True)
class HouseChange:
    """One change of the settings (F-110); `by` is a person's name, "Plateforme" for the platform."""

    at: datetime
    by: str
    before: HouseSettings
    after: HouseSettings


def houses(*, actor: Actor, structure_ids: Collection[int]) -> tuple[HouseFacts, ...]:
    """These structures by kind and name, in a number of questions that does not depend on theirs.

    Raises Refused unless the actor may read the settings of all of them.
    """
    for structure_id in structure_ids:
        if refusal := rules.may_read_settings(actor, structure_id=structure_id):
            raise refusal
    found = directory.structures(actor=actor, ids=structure_ids)
    rows = {row.structure_id: row for row in StructureSettings.objects.filter(structure_id__in=structure_ids)}
    members = _members_of(structure_ids)
    return tuple(
        HouseFacts(
            structure=one,
            settings=settings_of(rows.get(one.id)),
            saved_at=rows[one.id].updated_at if one.id in rows else None,
            members=members.get(one.id, 0),
        )
        for one in sorted(found, key=lambda one: (one.kind, one.name, one.id))
    )


def house(*, actor: Actor, structure_id: int) -> HouseFacts | None:
    """One of them, None when there is no such structure. Raises Refused as `houses`."""
    return next(iter(houses(actor=actor, structure_ids=[structure_id])), None)


def house_changes(*, actor: Actor, structure_id: int) -> tuple[HouseChange, ...]:
    """The last changes of the settings, newest first. Raises Refused as `houses`."""
    if refusal := rules.may_read_settings(actor, structure_id=structure_id):
        raise refusal
    rows = list(ParticipationChange.objects.filter(structure_id=structure_id).order_by("-at", "-id")[:SHOWN_CHANGES])
    return _told(rows, actor=actor)


def _told(rows: Iterable[ParticipationChange], *, actor: Actor) -> tuple[HouseChange, ...]:
    known = list(rows)
    names = accounts.names_of(actor=actor, user_ids=frozenset(row.user_id for row in known if row.user_id))
    return tuple(
        HouseChange(
            row.at,
            names.get(row.user_id or 0, Actor.SYSTEM.name if row.user_id is None else ""),
            _kept(row.before),
            _kept(row.after),
        )
        for row in known
    )


def settings_of(row: StructureSettings | None) -> HouseSettings:
    """The value of a stored row; nothing stored says nothing. For this room's own use."""
    if row is None:
        return HouseSettings()
    return HouseSettings(row.participates, row.hours_pledged, row.practitioner_count, row.gp_count)


def _kept(columns: dict[str, Any]) -> HouseSettings:
    names = ("participates", "hours_pledged", "practitioner_count", "gp_count")
    return HouseSettings(**{name: columns[name] for name in names if name in columns})


def _members_of(structure_ids: Collection[int]) -> dict[int, int]:
    rows = ProfessionalSettings.objects.filter(structure_id__in=structure_ids, via__in=[Via.CPTS, Via.MSP])
    return dict(
        rows.values("structure_id").annotate(number=Count("professional_id")).values_list("structure_id", "number")
    )
