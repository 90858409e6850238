"""Settings as they stood at an instant, and who takes part through a structure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sas.actor import Actor
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ParticipationChange, ProfessionalSettings, StructureSettings


@dataclass(frozen=True, slots=True)
class SettingsThen:
    """The settings of a professional that conditions of payment rest on (sas-domain §2.5)."""

    via: Via
    structure_id: int | None
    has_software: bool
    hours_pledged: bool
    editor_slots_refused: bool


@dataclass(frozen=True, slots=True)
class CentreThen:
    """The same of a structure; `gp_count`: the general practitioners that it declares (sas-domain §2.6)."""

    participates: bool
    hours_pledged: bool
    gp_count: int


def professional_settings_at(
    *, actor: Actor, professional_ids: Collection[int], at: datetime
) -> dict[int, SettingsThen]:
    """By professional; who had saved none by then is absent. Two questions, whatever the number."""
    fields = ("via", "structure_id", "has_software", "hours_pledged", "editor_slots_refused")
    rows = ProfessionalSettings.objects.filter(professional_id__in=list(professional_ids))
    now = {row["professional_id"]: row for row in rows.values("professional_id", *fields)}
    since = ParticipationChange.objects.filter(professional_id__in=list(professional_ids), at__gt=at)
    first = since.order_by("professional_id", "at", "id").distinct("professional_id")
    then = now | {one: before or None for one, before in first.values_list("professional_id", "before")}
    return {one: _professional(kept) for one, kept in then.items() if kept and one is not None}


def structure_settings_at(*, actor: Actor, structure_ids: Collection[int], at: datetime) -> dict[int, CentreThen]:
    """The same for structures."""
    fields = ("participates", "hours_pledged", "gp_count")
    rows = StructureSettings.objects.filter(structure_id__in=list(structure_ids))
    now = {row["structure_id"]: row for row in rows.values("structure_id", *fields)}
    since = ParticipationChange.objects.filter(structure_id__in=list(structure_ids), at__gt=at)
    first = since.order_by("structure_id", "at", "id").distinct("structure_id")
    then = now | {one: before or None for one, before in first.values_list("structure_id", "before")}
    return {one: _centre(kept) for one, kept in then.items() if kept and one is not None}


def professionals_through(*, actor: Actor, structure_id: int) -> frozenset[int]:
    """Those whose way of taking part goes through the structure."""
    rows = ProfessionalSettings.objects.filter(structure_id=structure_id)
    return frozenset(rows.values_list("professional_id", flat=True))


def professional_ids(*, actor: Actor, after: int = 0, limit: int = 5000) -> tuple[int, ...]:
    """Professionals above `after` who saved settings, in order, for work done in batches."""
    rows = ProfessionalSettings.objects.filter(professional_id__gt=after).order_by("professional_id")
    return tuple(rows.values_list("professional_id", flat=True)[:limit])


def structure_ids(*, actor: Actor) -> frozenset[int]:
    """Structures that saved settings."""
    return frozenset(StructureSettings.objects.values_list("structure_id", flat=True))


def _professional(kept: Mapping[str, Any]) -> SettingsThen:
    return SettingsThen(
        via=Via(kept["via"]),
        structure_id=kept["structure_id"] if "structure_id" in kept else kept["structure"],
        has_software=bool(kept["has_software"]),
        hours_pledged=kept["hours_pledged"],
        editor_slots_refused=kept["editor_slots_refused"],
    )


def _centre(kept: Mapping[str, Any]) -> CentreThen:
    """A change of the reorientation package tells nothing else."""
    return CentreThen(kept.get("participates", False), kept.get("hours_pledged", False), kept.get("gp_count", 0))
