"""What is proposed while the name or the number of a professional or of a structure is typed."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q

from sas.actor import Actor
from sas.rooms.directory.enums import StructureKind
from sas.rooms.directory.models import Place, Professional, Structure
from sas.rooms.directory.queries.attaching import ProfessionalFacts, StructureFacts, professionals, structures
from sas.rooms.directory.rules import search_key

_WORDS = 6
_PLACES_OF_ONE = 500
"""More than anybody has: that many places of one name are of several people, and the rest need not be read."""


def suggest_professionals(
    *, actor: Actor, text: str, departements: Collection[str] | None, limit: int = 8
) -> tuple[ProfessionalFacts, ...]:
    """Professionals with an open place in these départements (None: anywhere), by name or by RPPS or ADELI number."""
    key = search_key(text)
    if not key:
        return ()
    number = key.replace(" ", "").upper()
    if number[0].isdigit():
        named = Q(national_id__startswith=f"8{number}") | Q(national_id__startswith=f"0{number}")
    else:
        named = holds_words(key)
    open_places = Place.objects.filter(professional_id=OuterRef("id"), closed_at__isnull=True)
    if departements is not None:
        open_places = open_places.filter(departement_id__in=list(departements))
    rows = Professional.objects.filter(named, Exists(open_places)).order_by("name_key", "id")
    return professionals(actor=actor, ids=list(rows.values_list("id", flat=True)[:limit]))


def professionals_called(*, actor: Actor, words: Collection[str], limit: int) -> tuple[str, ...]:
    """National identifiers of those whose name, as their open places show it, holds each of these whole words."""
    rows = Place.objects.filter(professional__isnull=False, closed_at__isnull=True)
    for word in words:
        rows = rows.filter(_is_a_word(word))
    found = rows.values_list("professional__national_id", flat=True)[:_PLACES_OF_ONE]
    return tuple(sorted({number for number in found if number}))[:limit] if words else ()


def _is_a_word(word: str) -> Q:
    """Whether a name holds it whole; each way is one that the index of likeness answers, two letters included."""
    inside = Q(name_key__contains=f" {word} ") | Q(name_key__startswith=f"{word} ")
    return inside | Q(name_key__endswith=f" {word}") | Q(name_key=word)


def suggest_structures(
    *,
    actor: Actor,
    text: str,
    departements: Collection[str] | None,
    kind: StructureKind | None = None,
    limit: int = 8,
) -> tuple[StructureFacts, ...]:
    """Open structures that have a number, in these départements (None: anywhere), by name or number.

    Of any kind when `kind` is None.
    """
    key = search_key(text)
    if not key:
        return ()
    number = key.replace(" ", "").upper()
    named = holds_words(key)
    if number[0].isdigit():
        named |= Q(finess__startswith=number) | Q(siret__startswith=number)
    rows = Structure.objects.filter(named, closed_at__isnull=True).exclude(finess="", siret="")
    if kind is not None:
        rows = rows.filter(kind=kind)
    if departements is not None:
        codes = list(departements)
        stands = Place.objects.filter(structure_id=OuterRef("id"), closed_at__isnull=True, departement_id__in=codes)
        rows = rows.filter(Q(commune__departement_id__in=codes) | Exists(stands))
    return structures(actor=actor, ids=list(rows.order_by("name_key", "id").values_list("id", flat=True)[:limit]))


def holds_words(text: str) -> Q:
    """Rows whose name holds each of the words, in any order. For the room's own use."""
    found = Q()
    for word in search_key(text).split()[:_WORDS]:
        found &= Q(name_key__contains=word)
    return found
