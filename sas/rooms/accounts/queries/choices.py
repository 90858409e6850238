"""What a manager may choose from while creating or searching accounts, within reach (F-221, F-222, F-226)."""

from dataclasses import dataclass

from sas.actor import Actor, Role
from sas.rooms.accounts import rules
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import TerritoryFacts

MOST = 8


@dataclass(frozen=True, slots=True)
class AccountChoices:
    """Roles that may be given, territories that may be attached; `known`: every territory, as it was read for this."""

    roles: tuple[Role, ...]
    territories: tuple[TerritoryFacts, ...]
    known: tuple[TerritoryFacts, ...]


def account_choices(*, actor: Actor) -> AccountChoices:
    """Of this actor; raises Refused for who manages no account."""
    if refusal := rules.may_manage(actor):
        raise refusal
    within = rules.reach(actor)
    known = directory.territories(actor=actor)
    own = tuple(one for one in known if within is None or one.id in within)
    return AccountChoices(rules.grantable(actor), own, known)


def suggested_professionals(*, actor: Actor, text: str) -> tuple[str, ...]:
    """Labels that the form reads back; raises Refused for who manages no account."""
    found = directory.suggest_professionals(actor=actor, text=text, departements=_reach(actor), limit=MOST)
    return tuple(one.label for one in found)


def suggested_structures(*, actor: Actor, text: str) -> tuple[str, ...]:
    """Labels that the form reads back, of every kind of structure; raises Refused for who manages no account."""
    found = directory.suggest_structures(actor=actor, text=text, departements=_reach(actor), limit=MOST)
    return tuple(one.label for one in found)


def suggested_communes(*, actor: Actor, text: str) -> tuple[str, ...]:
    """« Rennes 35000 »; raises Refused for who manages no account."""
    within = _reach(actor)
    found = directory.find_towns(actor=actor, text=text, limit=50)
    near = [one for one in found if within is None or one.departement_code in within]
    return tuple(f"{one.name} {one.postal_code}".strip() for one in near[:MOST])


def _reach(actor: Actor) -> frozenset[str] | None:
    """Codes of the départements of the actor's territories; None: everywhere."""
    choices = account_choices(actor=actor)
    if rules.reach(actor) is None:
        return None
    return frozenset(code for one in choices.territories for code in one.departements)
