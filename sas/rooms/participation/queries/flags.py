"""Reading the settings of professionals and structures."""

from collections.abc import Collection, Iterable

from django.db.models import Count

from sas.actor import Actor
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ProfessionalSettings, StructureSettings
from sas.rooms.participation.rules import PlaceFlags, ProfessionalChoice, professional_flags, structure_flags
from sas.statements import run

_CHOICES = """
select professional_id, via, cpts_places, editor_slots_refused, reorientation_package, structure_id, editors
from participation_professionalsettings where professional_id = any(%(professionals)s)
"""


def flags_of(*, actor: Actor, place_ids: Collection[int]) -> dict[int, PlaceFlags]:
    """Flags by place id; the number of queries does not depend on the number of places (sas-domain §2.4)."""
    return flags_of_places(actor=actor, places=directory.places(actor=actor, place_ids=place_ids).values())


def flags_of_places(*, actor: Actor, places: Iterable[PlaceFacts]) -> dict[int, PlaceFlags]:
    """The same, for places already read."""
    known = list(places)
    choices = _choices({p.professional_id for p in known if p.professional_id})
    centres = directory.health_centre_finess(actor=actor, finess={p.site_finess for p in known if p.professional_id})
    structures = {p.structure_id for p in known if p.structure_id and not p.professional_id}
    settings = {row.structure_id: row for row in StructureSettings.objects.filter(structure_id__in=structures)}
    through = _participants_through(structures)
    flags = {}
    for place in known:
        if place.professional_id:
            flags[place.id] = professional_flags(
                choice=choices.get(place.professional_id),
                place_id=place.id,
                in_health_centre=bool(place.site_finess) and place.site_finess in centres,
                by_editor=place.by_editor,
            )
        else:
            row = settings.get(place.structure_id or 0)
            declared = row.practitioner_count if row else 0
            count = through.get(place.structure_id or 0, 0) if place.structure_kind == "msp" else declared
            flags[place.id] = structure_flags(
                kind=place.structure_kind, participates=bool(row and row.participates), practitioners=count
            )
    return flags


def gp_counts(*, actor: Actor, structure_ids: Collection[int]) -> dict[int, int]:
    """How many general practitioners the structures count, by id; those that count none are absent (§2.7)."""
    rows = StructureSettings.objects.filter(structure_id__in=list(structure_ids), gp_count__gt=0)
    return dict(rows.values_list("structure_id", "gp_count"))


def _choices(professional_ids: Collection[int]) -> dict[int, ProfessionalChoice]:
    rows = run(_CHOICES, {"professionals": list(professional_ids)}) if professional_ids else []
    return {
        professional_id: ProfessionalChoice(
            Via(via), frozenset(cpts_places), slots_refused, package, structure_id, frozenset(editors)
        )
        for professional_id, via, cpts_places, slots_refused, package, structure_id, editors in rows
    }


def _participants_through(structure_ids: Collection[int]) -> dict[int, int]:
    if not structure_ids:
        return {}
    rows = ProfessionalSettings.objects.filter(via=Via.MSP, structure_id__in=structure_ids)
    return dict(
        rows.values("structure_id").annotate(number=Count("professional_id")).values_list("structure_id", "number")
    )
