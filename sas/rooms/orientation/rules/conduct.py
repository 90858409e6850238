"""Who may orient, cancel, decline, mark and see; what an hour en sus and a reason must be."""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.orientation.enums import (
    CORRECTION,
    MARKS,
    NAMEABLE,
    REASON_LENGTH,
    TRANSITIONS,
    OrientationKind,
    OrientationState,
)
from sas.timetable.modality import Modality

FURTHEST = timedelta(days=366)
"""Our own bound on an orientation en sus: a date further away is a slip of the keyboard."""

_QUARTER = 15
_LAST_TIME = time(23, 59)
_SENDERS = (Role.REGULATEUR_OSNP, Role.IOA)
_NO_PACKAGE = "Ce professionnel ne participe pas au forfait de réorientation des urgences : choisissez une autre offre."
_RECEIVERS = (Role.EFFECTEUR, Role.DELEGATAIRE, Role.GESTIONNAIRE_STRUCTURE)
_WRITTEN = (Role.EFFECTEUR, Role.GESTIONNAIRE_STRUCTURE)
_TOO_EARLY = "L'heure du rendez-vous n'est pas encore venue : attendez-la pour dire si le patient est venu."
_ADMINISTRATORS = (Role.ADMINISTRATEUR, Role.ADMINISTRATEUR_NATIONAL)


def may_orient(actor: Actor) -> Refused | None:
    """On a slot: regulators, and the IOA of an establishment of the package (F-180, F-200)."""
    if actor.has(*_SENDERS):
        return None
    return Refused("Seuls les régulateurs-OSNP et les IOA peuvent orienter un patient.")


def may_orient_en_sus(actor: Actor) -> Refused | None:
    """Regulators only (F-182)."""
    if actor.has(Role.REGULATEUR_OSNP):
        return None
    return Refused("Seuls les régulateurs-OSNP peuvent orienter un patient en sus des disponibilités.")


def kind_on_slot(actor: Actor, *, with_package: bool) -> OrientationKind:
    """Type 3 from an IOA, who has no other, and from a regulator who is an IOA too when he searched the package."""
    regulates = actor.has(Role.REGULATEUR_OSNP)
    if actor.has(Role.IOA) and (with_package or not regulates):
        return OrientationKind.REORIENTATION
    return OrientationKind.SLOT


def package_problem(kind: OrientationKind, *, opened: bool, takes_part: bool) -> Refused | Impossible | None:
    """Why an orientation of type 3 cannot be made.

    `opened`: an establishment of the actor takes part in the package; `takes_part`: whoever receives does.
    """
    if kind != OrientationKind.REORIENTATION:
        return None
    if not opened:
        return Refused("Votre établissement ne participe pas au forfait de réorientation des urgences.")
    return None if takes_part else Impossible(_NO_PACKAGE)


def may_cancel(actor: Actor, *, author_id: int, territories: Collection[int]) -> Refused | None:
    """Its author, or a regulator of one of the `territories` its author had (F-187)."""
    own = author_id == actor.user_id and actor.has(*_SENDERS)
    if own or (actor.has(Role.REGULATEUR_OSNP) and not actor.territories.isdisjoint(territories)):
        return None
    return Refused("Cette orientation a été enregistrée par la régulation d'un autre territoire.")


def may_decline(*, acts_for: bool) -> Refused | None:
    """Whoever acts for the place."""
    if acts_for:
        return None
    return Refused("Cette orientation concerne un lieu pour lequel vous n'agissez pas.")


def may_mark(actor: Actor, *, acts_for: bool) -> Refused | None:
    """The effecteur, his délégataire or the structure's manager, each for their own places; never the regulation."""
    if acts_for and actor.has(*_RECEIVERS):
        return None
    return Refused("Seuls ceux qui agissent pour ce lieu disent si le patient est venu.")


def may_name(structure_id: int | None, *, managed: Collection[int]) -> Refused | None:
    """The manager of the structure to which the patient was sent: neither a délégataire nor one of its members."""
    if structure_id is not None and structure_id in managed:
        return None
    return Refused("Seuls les gestionnaires de la structure disent qui y a reçu le patient.")


def may_choose_notice(actor: Actor) -> Refused | None:
    """Those who are written: the effecteur of a place, the manager of a structure."""
    if actor.user_id is not None and actor.has(*_WRITTEN):
        return None
    return Refused("Seuls les effecteurs et les gestionnaires de structure reçoivent ces courriels.")


def may_read_places(actor: Actor, *, acts_for_all: bool) -> Refused | None:
    """Whoever acts for all of the places, administrators and the platform (sas-domain §3: agenda pages)."""
    if actor.is_platform or actor.has(*_ADMINISTRATORS) or acts_for_all:
        return None
    return Refused("Les orientations de ce lieu ne sont visibles que de ceux qui agissent pour lui.")


def may_count(actor: Actor) -> Refused | None:
    """Everybody's orientations are counted by the platform only."""
    return None if actor.is_platform else Refused("Les orientations sont comptées par la plateforme.")


def may_receive(actor: Actor) -> Refused | None:
    """What editors report comes through the platform, which knows them by their certificates."""
    return None if actor.is_platform else Refused("Les rendez-vous des éditeurs sont reçus par la plateforme.")


def visible_to(actor: Actor) -> Q:
    """What a regulator may see: his own orientations and those of his territories; an IOA sees his own."""
    if actor.is_platform:
        return Q()
    if not actor.has(*_SENDERS):
        return Q(pk__in=())
    own = Q(author_id=actor.user_id)
    if not actor.has(Role.REGULATEUR_OSNP):
        return own
    return own | Q(author_territories__overlap=sorted(actor.territories))


def move_problem(state: OrientationState, to: OrientationState, *, start: datetime, now: datetime) -> Impossible | None:
    """Why an orientation that starts at `start` cannot move from a state to another at `now`.

    It is cancelled or declined before its start, honoured or not from its start on.
    """
    if to not in TRANSITIONS[state]:
        return Impossible(f"Cette orientation n'est plus en cours. État : {state.label.lower()}.")
    if to in MARKS:
        return Impossible(_TOO_EARLY) if now < start else None
    if now >= start:
        return Impossible("L'heure du rendez-vous est passée : cette orientation ne peut plus être modifiée.")
    return None


def elsewhere_problem(kind: int, to: OrientationState) -> Impossible | None:
    """Why an appointment taken in an editor's software is not cancelled or declined here: nobody there would know."""
    if kind != OrientationKind.EDITOR or to in MARKS:
        return None
    return Impossible("Ce rendez-vous a été pris dans le logiciel de l'éditeur : annulez-le dans ce logiciel.")


def reported_problem(
    state: OrientationState, to: OrientationState, *, first_mark: datetime | None, now: datetime
) -> Impossible | None:
    """Why an orientation cannot go where an editor says; whatever the hour, since it tells what has happened."""
    if to not in TRANSITIONS[state]:
        return Impossible(f"Ce rendez-vous ne peut plus changer ainsi. État : {state.label.lower()}.", field="status")
    return correction_problem(first_mark=first_mark, now=now) if to in MARKS else None


def naming_problem(state: OrientationState, *, professional_id: int, members: Collection[int]) -> Impossible | None:
    """Why this professional cannot be named as who received the patient, among the `members` of the structure."""
    if state not in NAMEABLE:
        return Impossible(f"Cette orientation n'est plus en cours. État : {state.label.lower()}.")
    if professional_id not in members:
        return Impossible(
            "Choisissez un membre de la structure : il y exerce, ou participe au SAS par elle.", field="member"
        )
    return None


def correction_problem(*, first_mark: datetime | None, now: datetime) -> Impossible | None:
    """Why a mark can no longer be changed; `first_mark`: when one was made for the first time, None before."""
    if first_mark is None or now < first_mark + CORRECTION:
        return None
    return Impossible(f"Cette réponse a plus de {CORRECTION.days} jours : elle ne peut plus être corrigée.")


def surnumeraire_problem(local: datetime, *, zone: str, now: datetime) -> Impossible | None:
    """Why a patient cannot be sent en sus at `local`, naive wall time of `zone` (F-182; sas-domain §2.8).

    From today on, by quarters of an hour to 23h59, in the future only for today.
    """
    here = now.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    if local.date() < here.date():
        return Impossible("La date est déjà passée : choisissez aujourd'hui ou un jour à venir.", field="day")
    if local - here > FURTHEST:
        return Impossible("La date est trop éloignée : choisissez un jour dans l'année qui vient.", field="day")
    if local.time() != _LAST_TIME and (local.minute % _QUARTER or local.second or local.microsecond):
        return Impossible("L'heure se choisit par quart d'heure, par exemple 10h15, ou 23h59.", field="time")
    if local <= here:
        return Impossible("L'heure est déjà passée : choisissez une heure à venir.", field="time")
    return None


def chosen_modality(offered: Modality, wanted: Modality | None) -> Modality:
    """How the patient will be received: the only way offered, or the one chosen.

    Raises Impossible when several are offered and none is chosen, or when the wanted one is not offered.
    """
    ways = list(offered)
    if wanted is None and len(ways) == 1:
        return ways[0]
    if wanted is None:
        raise Impossible("Choisissez le type de consultation.", field="modality")
    if wanted not in ways:
        raise Impossible("Ce type de consultation n'est pas proposé sur ce créneau.", field="modality")
    return wanted


def checked_reason(reason: str) -> str:
    """The reason of a decline on one line; raises Impossible when there is none, or more than REASON_LENGTH."""
    text = " ".join(reason.split())
    if not text:
        raise Impossible("Indiquez le motif : il est transmis au régulateur.", field="reason")
    if len(text) > REASON_LENGTH:
        raise Impossible(f"Le motif est trop long : {REASON_LENGTH} caractères au plus.", field="reason")
    return text
