"""The postal codes of départements, which a territory covers with them (F-227)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sas.actor import Actor
from sas.rooms.directory.models import Commune


@dataclass(frozen=True, slots=True)
class PostalCodes:
    """Those of one département, by number; `total` before they are narrowed."""

    departement: str
    codes: tuple[str, ...]
    total: int


def postal_codes(*, actor: Actor, departements: Collection[str], starting: str = "") -> tuple[PostalCodes, ...]:
    """By département, those that start with these digits; in one question.

    A postal code that several départements share stands under each.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    rows = Commune.objects.filter(departement_id__in=list(departements))
    for departement, codes in rows.values_list("departement_id", "postal_codes"):
        found[departement].update(codes)
    return tuple(
        PostalCodes(one, tuple(sorted(code for code in found[one] if code.startswith(starting))), len(found[one]))
        for one in sorted(departements)
    )
