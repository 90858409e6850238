"""Saving many settings at once: what a population or an annual file brings."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from sas import changes
from sas.actor import Actor
from sas.errors import Refused
from sas.rooms.directory import queries as directory
from sas.rooms.journal import operations as journal
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ParticipationChange, ProfessionalSettings, StructureSettings
from sas.rooms.participation.operations.telling import facts_of, facts_of_structure

BATCH = 2000
_Row = TypeVar("_Row", bound=Model)
_PLATFORM_ONLY = "Le chargement en nombre est réservé à la plateforme."


@dataclass(frozen=True, slots=True)
class ProfessionalSettingsDraft:
    """Settings of one professional (sas-domain §2.5)."""

    professional_id: int
    via: Via
    structure_id: int | None = None
    cpts_places: tuple[int, ...] = ()
    has_software: bool = False
    editors: tuple[int, ...] = ()
    hours_pledged: bool = False
    editor_slots_refused: bool = False
    reorientation_package: bool = False


@dataclass(frozen=True, slots=True)
class StructureSettingsDraft:
    """Settings of one CDS, SOS association or establishment (sas-domain §2.6)."""

    structure_id: int
    participates: bool
    hours_pledged: bool
    practitioner_count: int
    gp_count: int = 0
    reorientation_package: bool = False


def load_settings(
    *,
    actor: Actor,
    professionals: Iterable[ProfessionalSettingsDraft],
    structures: Iterable[StructureSettingsDraft],
    now: datetime,
) -> int:
    """Save many settings at once, for the platform only; returns how many. Raises Refused for a person.

    What is the same as before leaves no change behind.
    """
    if not actor.is_platform:
        raise Refused(_PLATFORM_ONLY)
    people = [_professional_row(draft, now) for draft in professionals]
    houses = [_structure_row(draft, now) for draft in structures]
    with transaction.atomic(durable=True):
        left = _chosen_by(row.professional_id for row in people)
        _note(ProfessionalSettings, people, owner="professional_id", facts=facts_of, now=now)
        _note(StructureSettings, houses, owner="structure_id", facts=facts_of_structure, now=now)
        _upsert(ProfessionalSettings, people, key="professional")
        _upsert(StructureSettings, houses, key="structure")
        count = len(people) + len(houses)
        journal.record(actor=actor, verb="load_settings", subject="participation", now=now, count=count)
        # An MSP takes part with its participants: those that are left change as those that are joined.
        reached = {*left, *(row.structure_id for row in houses), *(row.structure_id or 0 for row in people)}
        _announce([row.professional_id for row in people], reached, actor=actor, now=now)
    return count


def _announce(professionals: Collection[int], structures: Collection[int], *, actor: Actor, now: datetime) -> None:
    reached = directory.place_ids_of(actor=actor, professionals=professionals, structures=structures)
    changes.place_changed(reached, now=now)


def _chosen_by(professional_ids: Iterable[int]) -> frozenset[int]:
    rows = ProfessionalSettings.objects.filter(professional_id__in=list(professional_ids), structure__isnull=False)
    return frozenset(structure for structure in rows.values_list("structure_id", flat=True) if structure)


def _note(
    model: type[_Row], rows: Sequence[_Row], *, owner: str, facts: Callable[[_Row], dict[str, Any]], now: datetime
) -> None:
    """What each row said before and says from now on, by the platform; `owner` is the column of the changes."""
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        held = model._default_manager.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in batch])  # noqa: SLF001
        before = {row.pk: facts(row) for row in held}
        changed = ((row.pk, before.get(row.pk, {}), facts(row)) for row in batch)
        ParticipationChange.objects.bulk_create(
            ParticipationChange(**{owner: key}, at=now, before=was, after=said)
            for key, was, said in changed
            if was != said
        )


def _professional_row(draft: ProfessionalSettingsDraft, now: datetime) -> ProfessionalSettings:
    return ProfessionalSettings(
        professional_id=draft.professional_id,
        via=draft.via.value,
        structure_id=draft.structure_id,
        cpts_places=list(draft.cpts_places),
        has_software=draft.has_software,
        editors=list(draft.editors),
        hours_pledged=draft.hours_pledged,
        editor_slots_refused=draft.editor_slots_refused,
        reorientation_package=draft.reorientation_package,
        updated_at=now,
    )


def _structure_row(draft: StructureSettingsDraft, now: datetime) -> StructureSettings:
    return StructureSettings(
        structure_id=draft.structure_id,
        participates=draft.participates,
        hours_pledged=draft.hours_pledged,
        practitioner_count=draft.practitioner_count,
        gp_count=draft.gp_count,
        reorientation_package=draft.reorientation_package,
        updated_at=now,
    )


def _upsert(model: type[Model], rows: Sequence[Model], *, key: str) -> None:
    fields = [f.name for f in model._meta.concrete_fields if f.name != key]  # noqa: SLF001  Django documents _meta
    model._default_manager.bulk_create(  # noqa: SLF001
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=[key], update_fields=fields
    )
