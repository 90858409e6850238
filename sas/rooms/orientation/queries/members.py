"""The members of a structure, and who of them received the patients sent to it."""

from collections.abc import Collection
from dataclasses import dataclass

from sas.actor import Actor
from sas.rooms.accounts import queries as accounts
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import ProfessionalFacts
from sas.rooms.orientation import rules
from sas.rooms.orientation.models import OrientationMember
from sas.rooms.orientation.queries.facts import OrientationFacts, one
from sas.rooms.participation import queries as participation


@dataclass(frozen=True, slots=True)
class Naming:
    """An orientation sent to a structure, who is named for it (None: nobody yet), and who can be."""

    facts: OrientationFacts
    member_id: int | None
    members: tuple[ProfessionalFacts, ...]


def member_ids(*, actor: Actor, structure_id: int | None) -> frozenset[int]:
    """Professionals who take part through the structure, or have an open place in it."""
    if structure_id is None:
        return frozenset()
    through = participation.professionals_through(actor=actor, structure_id=structure_id)
    return through | directory.professionals_at(actor=actor, structure_id=structure_id)


def naming(*, actor: Actor, orientation_id: int) -> Naming | None:
    """What the manager chooses from; None when there is no such orientation, or it is not of a structure of theirs."""
    facts = one(actor=actor, orientation_id=orientation_id)
    if facts is None:
        return None
    place = directory.places(actor=actor, place_ids=[facts.place_id])[facts.place_id]
    structure_id, managed = place.addressed_structure_id, accounts.own_attachments(actor=actor).structure_ids
    if rules.may_name(structure_id, managed=managed):
        return None
    ids = member_ids(actor=actor, structure_id=structure_id)
    members = sorted(directory.professionals(actor=actor, ids=ids), key=lambda each: each.label)
    return Naming(facts, _named([orientation_id]).get(orientation_id), tuple(members))


def member_names(*, actor: Actor, orientation_ids: Collection[int]) -> dict[int, str]:
    """« MARTIN Claire » by orientation; those for which nobody is named are absent."""
    named = _named(orientation_ids)
    people = {one.id: one for one in directory.professionals(actor=actor, ids=set(named.values()))}
    return {
        orientation: f"{people[one].family_name} {people[one].given_name}".strip() for orientation, one in named.items()
    }


def _named(orientation_ids: Collection[int]) -> dict[int, int]:
    rows = OrientationMember.objects.filter(orientation_id__in=list(orientation_ids))
    return dict(rows.values_list("orientation_id", "professional_id"))
