"""Who keeps an agenda (sas-domain §2.5, §3)."""

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.availability.enums import Remedy
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.participation.rules import PlaceFlags

_KEEPERS = (Role.EFFECTEUR, Role.DELEGATAIRE, Role.GESTIONNAIRE_STRUCTURE)
_ADMINISTRATORS = (Role.ADMINISTRATEUR, Role.ADMINISTRATEUR_NATIONAL)
_NOT_YOURS = "Cet agenda est celui d'un lieu d'exercice qui ne vous est pas rattaché."
_CLOSED_PLACE = "Ce lieu d'exercice est fermé dans l'annuaire : son agenda ne peut plus être modifié."


def may_edit(*, actor: Actor, place: PlaceFacts, flags: PlaceFlags) -> Refused | None:
    """Whoever owns, manages or is delegated the place, while its agenda is open; administrators always (§3, F-077)."""
    if actor.is_platform or actor.has(*_ADMINISTRATORS):
        return None
    if not actor.has(*_KEEPERS) or place.id not in actor.places:
        return Refused(_NOT_YOURS)
    if place.closed:
        return Refused(_CLOSED_PLACE)
    return None if flags.agenda_open else Refused(flags.agenda_closed_reason)


def may_read(*, actor: Actor, place: PlaceFacts) -> Refused | None:
    """Whoever acts for the place, its agenda open or not, and administrators."""
    if actor.is_platform or actor.has(*_ADMINISTRATORS):
        return None
    if actor.has(*_KEEPERS) and place.id in actor.places:
        return None
    return Refused(_NOT_YOURS)


def remedy(*, actor: Actor, place: PlaceFacts, flags: PlaceFlags) -> Remedy:
    """What opens a closed agenda: only the professional may change the settings that close it."""
    if may_edit(actor=actor, place=place, flags=flags) is None:
        return Remedy.NONE
    own = flags.settings_open_it and not place.closed and actor.has(Role.EFFECTEUR)
    return Remedy.SETTINGS if own else Remedy.NONE


def may_load(*, actor: Actor) -> Refused | None:
    """Agendas are loaded in number by the platform only."""
    return None if actor.is_platform else Refused("Le chargement en nombre est réservé à la plateforme.")
