"""Where to go when an agenda is closed: an explanation, not a dead end (sas-domain §2.5)."""

from dataclasses import dataclass

from sas.rooms.availability.enums import Remedy
from sas.rooms.availability.queries import Access


@dataclass(frozen=True, slots=True)
class WayOut:
    """What whoever finds the agenda closed can do."""

    title: str
    sentence: str
    settings: bool = False


_SETTINGS = WayOut(
    "Ouvrir cet agenda",
    "Vos paramètres de participation l'ouvrent : l'agenda s'ouvre dès qu'ils sont enregistrés. Les disponibilités que "
    "vous y aviez saisies sont conservées.",
    settings=True,
)
_OTHERS = WayOut(
    "Qui tient cet agenda",
    "Pour y faire figurer vos disponibilités, adressez-vous à la personne qui le tient. Si vous devriez le tenir, "
    "adressez-vous au gestionnaire de comptes de votre territoire.",
)

_SOFTWARE = WayOut(
    "Où modifier vos créneaux",
    "Dans votre solution de prise de rendez-vous. Votre tableau de bord montre ceux que la régulation voit de ce lieu.",
)


def way_out(access: Access, *, professional_id: int | None) -> WayOut:
    """What to do about a closed agenda; `professional_id` is that of whoever reads, whose settings are his alone."""
    if access.place.by_editor:
        return _SOFTWARE
    own = access.place.professional_id == professional_id
    return _SETTINGS if own and access.remedy is Remedy.SETTINGS else _OTHERS
