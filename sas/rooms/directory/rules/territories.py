"""What a SAS territory may be, and what a change of its départements attaches and detaches (F-227)."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace

from sas.errors import Impossible
from sas.rooms.directory.rules.keeping import checked_email, checked_phone

NAME_LENGTH, CONTACT_LENGTH = 80, 120


@dataclass(frozen=True, slots=True)
class TerritoryDraft:
    """A territory as somebody wants it; `departements` are codes, the contact is the regional one shown for help."""

    name: str
    departements: frozenset[str]
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """Codes of the départements that a change adds and takes away."""

    gained: frozenset[str]
    lost: frozenset[str]


def change_of(*, before: Collection[str], after: Collection[str]) -> Change:
    """What is shown before, and written after: the same."""
    return Change(frozenset(after) - frozenset(before), frozenset(before) - frozenset(after))


def checked_territory(draft: TerritoryDraft) -> TerritoryDraft:
    """The draft in the form that is kept; raises Impossible, with its field, for what a territory may not be."""
    name, contact = " ".join(draft.name.split()), " ".join(draft.contact_name.split())
    if not 3 <= len(name) <= NAME_LENGTH:
        raise Impossible(f"Le nom a de 3 à {NAME_LENGTH} caractères.", field="name")
    if not draft.departements:
        raise Impossible("Choisissez au moins un département.", field="departements")
    if len(contact) > CONTACT_LENGTH:
        raise Impossible(f"{CONTACT_LENGTH} caractères au maximum.", field="contact_name")
    phone = checked_phone(draft.contact_phone, field="contact_phone")
    email = checked_email(draft.contact_email, field="contact_email")
    if contact and not (phone or email):
        raise Impossible("Donnez un téléphone ou une adresse électronique à ce contact.", field="contact_phone")
    return replace(draft, name=name, contact_name=contact, contact_phone=phone, contact_email=email)


def stamp_of(draft: TerritoryDraft) -> str:
    """A digest of all that may be changed: two that differ are two states of the territory."""
    facts = (draft.name, sorted(draft.departements), draft.contact_name, draft.contact_phone, draft.contact_email)
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]
