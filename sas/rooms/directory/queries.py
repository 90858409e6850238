"""Reading the directory: whose places, where they are, what one can search."""

from collections.abc import Collection

from django.db.models import Q

from sas.actor import Actor
from sas.rooms.directory.models import Place


def place_ids_of(*, actor: Actor, professionals: Collection[int], structures: Collection[int]) -> frozenset[int]:
    """Open places of these professionals and structures; none asks the database nothing."""
    if not professionals and not structures:
        return frozenset()
    owned = Q(professional_id__in=list(professionals)) | Q(structure_id__in=list(structures))
    return frozenset(Place.objects.filter(owned, closed_at__isnull=True).values_list("id", flat=True))
