"""What a search asks of the directory beside its own read model: national numbers, and zones of CPTS."""

from collections.abc import Collection

from django.db.models import Q

from sas.actor import Actor
from sas.rooms.directory.models import Professional, Structure
from sas.rooms.directory.queries.reading import place_ids_of
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
    people = Professional.objects.filter(national_id__in=[number, f"8{number}", f"0{number}"])
    # The empty ones are not in the indexes, and the database must see that none is asked for.
    finess = Q(finess=number) & ~Q(finess="")
    houses = Structure.objects.filter(finess | Q(siret=number) & ~Q(siret=""))
    professionals, structures = (list(rows.values_list("id", flat=True)) for rows in (people, houses))
    return place_ids_of(actor=actor, professionals=professionals, structures=structures)


def covering_cpts(*, actor: Actor, ids: Collection[int], commune: str) -> frozenset[int]:
    """Those of these CPTS whose intervention zone holds the commune, or the town of this arrondissement (§1.11)."""
    if not ids or not commune:
        return frozenset()
    return frozenset(one for (one,) in run(_COVERING, {"ids": list(ids), "commune": commune}))
