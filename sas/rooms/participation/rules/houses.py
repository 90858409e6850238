"""What a health centre or an SOS association says of its participation, and what is wrong with it (sas-domain §2.6)."""

from dataclasses import dataclass

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.directory.enums import StructureKind

WITH_SETTINGS = frozenset({StructureKind.CDS, StructureKind.SOS})
"""An MSP and a CPTS take part through the settings of their members: they have none of their own."""
MOST_PRACTITIONERS = 999

_READERS = (Role.ADMINISTRATEUR, Role.ADMINISTRATEUR_NATIONAL)
_RANGE = f"Indiquez un nombre entier, de 0 à {MOST_PRACTITIONERS}."
_NOBODY = (
    "Indiquez le nombre de professionnels participant au SAS, au moins 1 : sans participant, le centre ne peut ni "
    "accepter d'être contacté ni s'engager."
)
_HOW_MANY_GP = "Indiquez combien de ces professionnels sont médecins généralistes, 0 s'il n'y en a aucun."
_TOO_MANY_GP = "Les médecins généralistes sont comptés parmi les professionnels participants : ce nombre les dépasse."
_UNPLEDGED = (
    "Pour participer au SAS, déclarez aussi sur l'honneur mettre en visibilité au moins 2 heures de disponibilité par "
    "semaine pour chaque médecin généraliste."
)
_NOT_YOURS = "Les paramètres d'une structure sont tenus par ses gestionnaires."


@dataclass(frozen=True, slots=True)
class HouseDraft:
    """The form as it was sent; None: no number was given. An SOS association only has the pledge."""

    practitioners: int | None = None
    general_practitioners: int | None = None
    accepts: bool = False
    pledged: bool = False


@dataclass(frozen=True, slots=True)
class HouseSettings:
    """The settings as they are kept; two that differ have two stamps."""

    participates: bool = False
    hours_pledged: bool = False
    practitioner_count: int = 0
    gp_count: int = 0

    @property
    def stamp(self) -> str:
        """Names this state of the settings, for whoever changes what they were shown."""
        return f"{self.participates:d}{self.hours_pledged:d}.{self.practitioner_count}.{self.gp_count}"


def may_read_settings(actor: Actor, *, structure_id: int) -> Refused | None:
    """Its managers, never a délégataire (F-125); administrators read."""
    if actor.is_platform or actor.has(*_READERS):
        return None
    return may_keep_settings(actor, structure_id=structure_id)


def may_keep_settings(actor: Actor, *, structure_id: int) -> Refused | None:
    """Its managers, and nobody else."""
    managed = actor.has(Role.GESTIONNAIRE_STRUCTURE) and structure_id in actor.managed
    return None if managed else Refused(_NOT_YOURS)


def judge_house(*, kind: StructureKind, draft: HouseDraft) -> tuple[HouseSettings | None, dict[str, str]]:
    """The settings ready to be kept, or a sentence for each field of the draft that is wrong."""
    if kind == StructureKind.SOS:
        return HouseSettings(participates=draft.pledged, hours_pledged=draft.pledged), {}
    problems = _problems(draft)
    if problems:
        return None, problems
    count = draft.practitioners or 0
    kept = HouseSettings(
        participates=draft.accepts,
        hours_pledged=draft.pledged,
        practitioner_count=count,
        gp_count=(draft.general_practitioners or 0) if count else 0,
    )
    return kept, {}


def _problems(draft: HouseDraft) -> dict[str, str]:
    numbers = {"practitioners": draft.practitioners, "general_practitioners": draft.general_practitioners}
    wrong = {name: _RANGE for name, number in numbers.items() if not 0 <= (number or 0) <= MOST_PRACTITIONERS}
    if wrong:
        return wrong
    if not draft.practitioners:
        return {"practitioners": _NOBODY} if draft.accepts or draft.pledged else {}
    if draft.general_practitioners is None:
        wrong["general_practitioners"] = _HOW_MANY_GP
    elif draft.general_practitioners > draft.practitioners:
        wrong["general_practitioners"] = _TOO_MANY_GP
    if draft.accepts and not draft.pledged:
        wrong["pledged"] = _UNPLEDGED
    return wrong
