"""What a search asks of the directory beside its own read model: national numbers, and zones of CPTS."""

from collections.abc import Collection

from django.db.models import Q

from sas.actor import Actor
from sas.rooms.directory.models import Place
from sas.statements import run

_COVERING = """
select s.id from directory_structure s
where s.id = any(%(ids)s) and s.kind = 'cpts' and s.closed_at is null and s.zone_communes && array(
  select unnest(array[c.code, c.parent_code])::varchar(5) from directory_commune c where c.code = %(commune)s)
"""


def places_of_number(*, actor: Actor, number: str) -> frozenset[int]:
    """Open places of the professional of this RPPS or ADELI number, or of the structure of this FINESS or SIRET (E10).

    A professional's number may bear its type digit.
    """
    professionals = [number, f"8{number}", f"0{number}"]
    owned = Q(professional__national_id__in=professionals)
    owned |= Q(structure__finess=number) | Q(structure__siret=number)
    return frozenset(Place.objects.filter(owned, closed_at__isnull=True).values_list("id", flat=True))


def covering_cpts(*, actor: Actor, ids: Collection[int], commune: str) -> frozenset[int]:
    """Those of these CPTS whose intervention zone holds the commune, or the town of this arrondissement (§1.11)."""
    if not ids or not commune:
        return frozenset()
    return frozenset(one for (one,) in run(_COVERING, {"ids": list(ids), "commune": commune}))
