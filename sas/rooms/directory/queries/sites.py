"""Places as other systems number and address them: what a place told from outside is compared with."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from sas.actor import Actor
from sas.rooms.directory.enums import PlaceSource
from sas.rooms.directory.models import Place, Professional, Structure


@dataclass(frozen=True, slots=True)
class SitePlace:
    """A place with its numbers: FINESS and SIRET of the site, RPPS and rank; each may be empty."""

    id: int
    professional_id: int | None
    structure_id: int | None
    finess: str
    siret: str
    rpps_rang: str
    address: str
    postal_code: str
    closed: bool
    by_editor: bool = False
    """An editor alone knows it."""


def site_places(
    *, actor: Actor, professionals: Collection[int], structures: Collection[int]
) -> dict[tuple[int | None, int | None], tuple[SitePlace, ...]]:
    """Places, closed ones too, by (professional id, None) or (None, structure id); in one query."""
    owned = Q(professional_id__in=list(professionals))
    owned |= Q(structure_id__in=list(structures), professional__isnull=True)
    found: defaultdict[tuple[int | None, int | None], list[SitePlace]] = defaultdict(list)
    for row in Place.objects.filter(owned).order_by("id"):
        place = SitePlace(
            row.id, row.professional_id, row.structure_id, row.site_finess, row.site_siret, row.rpps_rang,
            row.address, row.postal_code, row.closed_at is not None,
            row.source == PlaceSource.EDITOR,
        )  # fmt: skip
        found[row.professional_id, None if row.professional_id else row.structure_id].append(place)
    return {owner: tuple(places) for owner, places in found.items()}


def editor_places(*, actor: Actor, until: datetime, after: int = 0, limit: int = 2000) -> tuple[int, ...]:
    """Ids above `after` of open places that no import knows, and that nothing changed since `until`; in order."""
    rows = Place.objects.filter(source=PlaceSource.EDITOR, closed_at__isnull=True, updated_at__lte=until, id__gt=after)
    return tuple(rows.order_by("id").values_list("id", flat=True)[:limit])


def national_ids(*, actor: Actor, professionals: Collection[int]) -> dict[int, str]:
    """The national identifier of these professionals, type digit first, by id."""
    return dict(Professional.objects.filter(id__in=list(professionals)).values_list("id", "national_id"))


def association_sirets(*, actor: Actor) -> dict[int, str]:
    """The SIRET of the SOS Médecins associations that are open, by id."""
    rows = Structure.objects.filter(kind="sos", closed_at__isnull=True).exclude(siret="")
    return dict(rows.values_list("id", "siret"))
