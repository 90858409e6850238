"""Establishments that take part in the reorientation package, and whether one of them opens a search (C22, F-202)."""

from dataclasses import dataclass

from sas.actor import Actor, Role
from sas.rooms.accounts import queries as accounts
from sas.rooms.accounts.enums import SEARCH_ROLES
from sas.rooms.directory import queries as directory
from sas.rooms.directory.enums import StructureKind
from sas.rooms.directory.queries import StructureFacts
from sas.rooms.participation import rules
from sas.rooms.participation.models import StructureSettings


@dataclass(frozen=True, slots=True)
class Establishment:
    """An establishment, and whether it takes part in the package."""

    structure: StructureFacts
    takes_part: bool


@dataclass(frozen=True, slots=True)
class EstablishmentPage:
    """One page of establishments by name; `number` counts from 1."""

    items: tuple[Establishment, ...]
    number: int
    last: int
    total: int


def establishments(*, actor: Actor, text: str = "", number: int = 1) -> EstablishmentPage:
    """Those of the actor's territories. Raises Refused unless he keeps establishments."""
    if refusal := rules.may_set_packages(actor):
        raise refusal
    within = rules.departements_within(actor, territories=directory.territories(actor=actor))
    kind = StructureKind.ESTABLISHMENT
    page = directory.structure_page(actor=actor, kind=kind, departements=within, text=text, number=number)
    return EstablishmentPage(_with_package(page.items), page.number, page.last, page.total)


def search_is_opened(*, actor: Actor) -> bool:
    """Whether the actor may search: an IOA with no other role that searches needs an establishment that takes part."""
    if Role.IOA not in actor.roles or not actor.roles.isdisjoint(_OTHERS):
        return True
    own = accounts.attached_structures(actor=actor)
    return StructureSettings.objects.filter(structure_id__in=own, reorientation_package=True).exists()


def own_establishments(*, actor: Actor) -> tuple[Establishment, ...]:
    """The establishments that the actor's account is attached to."""
    found = directory.structures(actor=actor, ids=accounts.attached_structures(actor=actor))
    return _with_package(tuple(one for one in found if one.kind == StructureKind.ESTABLISHMENT))


_OTHERS = (SEARCH_ROLES | {Role.EFFECTEUR}) - {Role.IOA, Role.REFERENT_TERRITORIAL}
"""A referent is one beside another role: that role says what he searches."""


def _with_package(found: tuple[StructureFacts, ...]) -> tuple[Establishment, ...]:
    ids = [one.id for one in found]
    rows = StructureSettings.objects.filter(structure_id__in=ids, reorientation_package=True)
    package = frozenset(rows.values_list("structure_id", flat=True))
    return tuple(Establishment(one, one.id in package) for one in found)
