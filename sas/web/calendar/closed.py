"""Where to go when an agenda is closed: an explanation, not a dead end (sas-domain §2.5)."""

from dataclasses import dataclass

from sas.rooms.availability.enums import Remedy
from sas.rooms.availability.queries import Access


@dataclass(frozen=True, slots=True)
class WayOut:
    """What whoever finds the agenda closed can do."""

    title: str
    sentence: str


_SETTINGS = WayOut(
    "Ouvrir cet agenda",
    "Vos paramètres de participation l'ouvrent : ils se modifient depuis votre tableau de bord, et l'agenda s'ouvre "
    "dès qu'ils sont enregistrés. Les disponibilités que vous y aviez saisies sont conservées.",
)
_DIRECTORY = WayOut(
    "Ce lieu est fermé dans l'annuaire",
    "Si c'est une erreur, adressez-vous à votre Ordre professionnel, ou au gestionnaire de l'annuaire pour une "
    "structure : l'agenda s'ouvre de nouveau dès que l'annuaire est corrigé.",
)
_OTHERS = WayOut(
    "Qui tient cet agenda",
    "Pour y faire figurer vos disponibilités, adressez-vous à la personne qui le tient. Si vous devriez le tenir, "
    "adressez-vous au gestionnaire de comptes de votre territoire.",
)


def way_out(access: Access) -> WayOut:
    """What to do about a closed agenda."""
    if access.place.closed:
        return _DIRECTORY
    return _SETTINGS if access.remedy is Remedy.SETTINGS else _OTHERS
