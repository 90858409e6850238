"""The SAS territories as their keepers see them, their regional contacts, and what their départements hold (F-227)."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from sas.actor import Actor
from sas.rooms.directory.models import Departement, Place, Structure, Territory
from sas.rooms.directory.rules import TerritoryDraft, stamp_of


@dataclass(frozen=True, slots=True)
class DepartementName:
    """A département as a list proposes it."""

    code: str
    name: str

    @property
    def label(self) -> str:
        """« 35 – Ille-et-Vilaine »."""
        return f"{self.code} – {self.name}"


@dataclass(frozen=True, slots=True)
class Contact:
    """Who helps in a territory; at least one way to reach them."""

    territory: str
    name: str
    phone: str
    email: str

    @property
    def line(self) -> str:
        """« ARS Bretagne, 02 61 91 00 12, sas@ars.example »."""
        return ", ".join(part for part in (self.name, self.phone, self.email) if part)


@dataclass(frozen=True, slots=True)
class TerritoryState:
    """A territory, and the stamp under which it was read."""

    id: int
    draft: TerritoryDraft
    departements: tuple[DepartementName, ...]
    stamp: str


@dataclass(frozen=True, slots=True)
class Held:
    """How many open places and structures stand in some départements."""

    places: int
    structures: int


def departement_names(*, actor: Actor) -> tuple[DepartementName, ...]:
    """All of them, in the order of their codes (2A and 2B between 19 and 21)."""
    rows = Departement.objects.order_by("code").values_list("code", "name")
    return tuple(DepartementName(code, name) for code, name in rows)


def territory_states(*, actor: Actor, territory_ids: Collection[int] | None = None) -> tuple[TerritoryState, ...]:
    """These, or all (None), by name: two questions whatever their number."""
    rows = Territory.objects.order_by("name", "id").prefetch_related("departements")
    if territory_ids is not None:
        rows = rows.filter(id__in=list(territory_ids))
    return tuple(_state(row) for row in rows)


def _state(row: Territory) -> TerritoryState:
    draft = draft_of(row)
    named = sorted((one.code, one.name) for one in row.departements.all())
    return TerritoryState(row.id, draft, tuple(DepartementName(*one) for one in named), stamp_of(draft))


def draft_of(row: Territory) -> TerritoryDraft:
    """What is kept, in the form that is asked; for this room's own operations."""
    codes = frozenset(one.code for one in row.departements.all())
    return TerritoryDraft(row.name, codes, row.contact_name, row.contact_phone, row.contact_email)


def contacts(*, actor: Actor, territory_ids: Collection[int] | None = None) -> tuple[Contact, ...]:
    """Of these territories, or of all (None), by name; a territory without a way to reach anybody is left out."""
    rows = Territory.objects.exclude(contact_phone="", contact_email="").order_by("name", "id")
    if territory_ids is not None:
        rows = rows.filter(id__in=list(territory_ids))
    found = rows.values_list("name", "contact_name", "contact_phone", "contact_email")
    return tuple(Contact(*one) for one in found)


def territories_of_owned(*, actor: Actor, places: Collection[int], structures: Collection[int]) -> frozenset[int]:
    """Territories where these places, or these structures, stand; none asks the database nothing."""
    if not places and not structures:
        return frozenset()
    of_places = Place.objects.filter(id__in=list(places)).values_list("departement_id", flat=True)
    of_structures = Structure.objects.filter(id__in=list(structures)).values_list("commune__departement_id", flat=True)
    codes = {code for code in of_places.union(of_structures) if code}
    return frozenset(Territory.objects.filter(departements__code__in=codes).values_list("id", flat=True))


def held_in(*, actor: Actor, departements: Collection[str]) -> Held:
    """Open places and structures of these départements, counted; none asks the database nothing."""
    if not departements:
        return Held(0, 0)
    codes = list(departements)
    places = Place.objects.filter(departement_id__in=codes, closed_at__isnull=True)
    at = Exists(places.filter(structure_id=OuterRef("id")))
    structures = Structure.objects.filter(Q(commune__departement_id__in=codes) | at, closed_at__isnull=True)
    return Held(places.count(), structures.count())
