"""Who asks. Every public query and operation takes an Actor first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar


class Role(StrEnum):
    """The roles of the platform (sas-domain §3); values are stored, labels are shown."""

    EFFECTEUR = "effecteur"
    DELEGATAIRE = "delegataire"
    GESTIONNAIRE_STRUCTURE = "gestionnaire_structure"
    REGULATEUR_OSNP = "regulateur_osnp"
    IOA = "ioa"
    GESTIONNAIRE_COMPTES = "gestionnaire_comptes"
    REFERENT_TERRITORIAL = "referent_territorial"
    ADMINISTRATEUR_NATIONAL = "administrateur_national"
    ADMINISTRATEUR = "administrateur"

    @property
    def label(self) -> str:
        """The French name shown in the account panel."""
        return ROLE_LABELS[self]


ROLE_LABELS = {
    Role.EFFECTEUR: "SAS - Effecteur",
    Role.DELEGATAIRE: "SAS - Délégataire",
    Role.GESTIONNAIRE_STRUCTURE: "SAS - Gestionnaire de structure",
    Role.REGULATEUR_OSNP: "SAS - Régulateur-OSNP",
    Role.IOA: "SAS - IOA",
    Role.GESTIONNAIRE_COMPTES: "SAS - Gestionnaire de comptes",
    Role.REFERENT_TERRITORIAL: "SAS - Référent territorial",
    Role.ADMINISTRATEUR_NATIONAL: "SAS - Administrateur national",
    Role.ADMINISTRATEUR: "SAS - Administrateur",
}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How somebody asks, for the trail alone (ADR 51); nothing is decided by it, and jobs have none.

    `roles`: those that opened the door. `network`: where from, without what tells one machine from its neighbours.
    """

    request_id: str = ""
    network: str = ""
    roles: tuple[Role, ...] = ()


NO_CIRCUMSTANCES = Circumstances()


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the platform itself) with what is theirs at the time of the request.

    `places` and `structures` are the ones the actor acts for; `managed` are the structures among them that he answers
    for himself, not those delegated to him. `territories` bound the sight of regulators and managers. `for_whom` tells,
    of the places that are not the actor's own, whose they are: « professional:12 », « structure:5 ».
    """

    user_id: int | None
    roles: frozenset[Role] = frozenset()
    places: frozenset[int] = frozenset()
    structures: frozenset[int] = frozenset()
    managed: frozenset[int] = frozenset()
    territories: frozenset[int] = frozenset()
    name: str = field(default="", compare=False)
    is_platform: bool = False
    for_whom: Mapping[int, str] = field(default_factory=dict, compare=False)
    circumstances: Circumstances = field(default=NO_CIRCUMSTANCES, compare=False)

    SYSTEM: ClassVar["Actor"]
    NOBODY: ClassVar["Actor"]

    def has(self, *roles: Role) -> bool:
        """True when the actor holds at least one of the roles."""
        return not self.roles.isdisjoint(roles)

    def signing_in(self, user_id: int | None) -> "Actor":
        """The same request, by the account that it turns out to be of, or by nobody; it may do nothing yet."""
        return Actor(user_id, circumstances=self.circumstances)


Actor.SYSTEM = Actor(user_id=None, name="Plateforme", is_platform=True)
Actor.NOBODY = Actor(user_id=None)
