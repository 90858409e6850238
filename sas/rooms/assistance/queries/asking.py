"""What the contact form knows of whoever is signed in (F-242)."""

from dataclasses import dataclass

from sas.actor import Actor, Role
from sas.rooms.accounts import queries as accounts
from sas.rooms.directory import queries as directory

HIGHEST_FIRST = (
    Role.ADMINISTRATEUR,
    Role.ADMINISTRATEUR_NATIONAL,
    Role.GESTIONNAIRE_COMPTES,
    Role.REFERENT_TERRITORIAL,
    Role.REGULATEUR_OSNP,
    Role.IOA,
    Role.EFFECTEUR,
    Role.GESTIONNAIRE_STRUCTURE,
    Role.DELEGATAIRE,
)
"""Of somebody who has several, the one to speak of first (F-240)."""


@dataclass(frozen=True, slots=True)
class Prefilled:
    """What need not be typed; no territory when there are several, or none."""

    role: Role | None
    family_name: str
    given_name: str
    email: str
    territory_id: int | None


def prefilled(*, actor: Actor) -> Prefilled | None:
    """Of the actor; None when nobody is signed in."""
    if actor.user_id is None:
        return None
    known = accounts.author(actor=actor, user_id=actor.user_id)
    own = actor.territories or directory.territories_of_owned(
        actor=actor, places=actor.places, structures=actor.structures
    )
    return Prefilled(
        role=next((role for role in HIGHEST_FIRST if role in actor.roles), None),
        family_name=known.family_name,
        given_name=known.given_name,
        email=known.email,
        territory_id=next(iter(own)) if len(own) == 1 else None,
    )
