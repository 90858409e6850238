"""Who keeps an agenda (sas-domain §2.5, §3)."""

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.availability.enums import Remedy
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.participation.rules import PlaceFlags, acts_for

_KEEPERS = (Role.EFFECTEUR, Role.DELEGATAIRE, Role.GESTIONNAIRE_STRUCTURE)
_ADMINISTRATORS = (Role.ADMINISTRATEUR, Role.ADMINISTRATEUR_NATIONAL)
_NOT_YOURS = "Cet agenda est celui d'un lieu d'exercice qui ne vous est pas rattaché."
_CLOSED_PLACE = (
    "Ce lieu d'exercice est fermé dans l'annuaire : son agenda ne peut plus être modifié. Si c'est une erreur, "
    "adressez-vous à votre Ordre professionnel, ou au gestionnaire de l'annuaire pour une structure."
)


def may_edit(*, actor: Actor, place: PlaceFacts, flags: PlaceFlags) -> Refused | None:
    """Whoever acts for the place, while its agenda is open; administrators always (§3, F-077)."""
    if actor.is_platform or actor.has(*_ADMINISTRATORS):
        return None
    if refused := may_read(actor=actor, place=place, flags=flags):
        return refused
    if place.closed:
        return Refused(_CLOSED_PLACE)
    return None if flags.agenda_open else Refused(flags.agenda_closed_reason)


def may_inform(*, actor: Actor, place: PlaceFacts, flags: PlaceFlags) -> Refused | None:
    """Whoever may edit the agenda; a CPTS has none, its manager still informs the regulator of it (F-086)."""
    if place.structure_kind == "cpts" and place.structure_id in actor.managed and not place.closed:
        return None
    return may_edit(actor=actor, place=place, flags=flags)


def may_read(*, actor: Actor, place: PlaceFacts, flags: PlaceFlags) -> Refused | None:
    """Whoever acts for the place, its agenda open or not, and administrators."""
    if actor.is_platform or actor.has(*_ADMINISTRATORS):
        return None
    if actor.has(*_KEEPERS) and acts_for(actor=actor, place=place, flags=flags):
        return None
    # A place that closed belongs to nobody any more: a link to it kept from before says so.
    return Refused(_CLOSED_PLACE if place.closed else _NOT_YOURS)


def remedy(*, actor: Actor, place: PlaceFacts, flags: PlaceFlags) -> Remedy:
    """What opens a closed agenda: only the professional may change the settings that close it."""
    if may_edit(actor=actor, place=place, flags=flags) is None:
        return Remedy.NONE
    own = flags.settings_open_it and not place.closed and actor.has(Role.EFFECTEUR) and place.id in actor.places
    return Remedy.SETTINGS if own else Remedy.NONE


def may_load(*, actor: Actor) -> Refused | None:
    """Agendas are loaded in number by the platform only."""
    return None if actor.is_platform else Refused("Le chargement en nombre est réservé à la plateforme.")
