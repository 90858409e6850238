"""The national number of a place: what other software calls it (IDNST, fhir-sas §3)."""

import re
from collections.abc import Collection

from sas.actor import Actor
from sas.rooms.directory.models import Place

_RANG = re.compile(r"[0-9]{14}")


def place_numbers(*, actor: Actor, place_ids: Collection[int]) -> dict[int, str]:
    """1 and FINESS, 3 and SIRET, or 4 and RPPS with its rank: the first known; places without any are left out."""
    rows = Place.objects.filter(id__in=list(place_ids)).values_list("id", "site_finess", "site_siret", "rpps_rang")
    found = {place: _number(finess, siret, rang) for place, finess, siret, rang in rows}
    return {place: number for place, number in found.items() if number}


def _number(finess: str, siret: str, rang: str) -> str:
    if finess:
        return f"1{finess}"
    if siret:
        return f"3{siret}"
    return f"4{rang}" if _RANG.fullmatch(rang) else ""
