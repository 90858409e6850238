"""What may be done to an agenda, each refusal with its sentence."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.participation.rules import PlaceFlags
from sas.timetable.capacity import Slot
from sas.timetable.interval import Interval
from sas.timetable.recurrence import SlotDraft, problems

INFO_LENGTH = 1000
"""Characters of the additional information (F-085)."""

MOST_PATIENTS = 999
"""Patients of one plage: far above any real one, and within what the database keeps."""

HORIZON = timedelta(days=731)
"""How far ahead a first occurrence may be: two years, so that a mistyped year is caught."""

_KEEPERS = (Role.EFFECTEUR, Role.DELEGATAIRE, Role.GESTIONNAIRE_STRUCTURE)
_ADMINISTRATORS = (Role.ADMINISTRATEUR, Role.ADMINISTRATEUR_NATIONAL)
_NOT_YOURS = "Cet agenda est celui d'un lieu d'exercice qui ne vous est pas rattaché."
_CLOSED_PLACE = "Ce lieu d'exercice est fermé dans l'annuaire : son agenda ne peut plus être modifié."
_GONE = "Cette disponibilité n'existe plus : elle a déjà été supprimée."
_PAST = "Cette disponibilité est passée : elle ne peut plus être supprimée."
_WEEK = timedelta(days=7)


def may_edit(*, actor: Actor, place: PlaceFacts, flags: PlaceFlags) -> Refused | None:
    """Whoever owns, manages or is delegated the place, while its agenda is open; administrators always (§3, F-077)."""
    if actor.is_platform or actor.has(*_ADMINISTRATORS):
        return None
    if not actor.has(*_KEEPERS) or place.id not in actor.places:
        return Refused(_NOT_YOURS)
    if place.closed:
        return Refused(_CLOSED_PLACE)
    return None if flags.agenda_open else Refused(flags.agenda_closed_reason)


def may_load(*, actor: Actor) -> Refused | None:
    """Agendas are loaded in number by the platform only."""
    return None if actor.is_platform else Refused("Le chargement en nombre est réservé à la plateforme.")


def publishing_problems(*, draft: SlotDraft, zone: str, now: datetime) -> dict[str, str]:
    """Why a draft cannot be published: field of SlotDraft -> sentence (F-076, E36); `now` is any aware instant."""
    local = now.astimezone(ZoneInfo(zone))
    found = problems(draft, today=local.date(), now_time=local.time().replace(second=0, microsecond=0))
    if draft.day > local.date() + HORIZON:
        found.setdefault("day", "La date est trop lointaine : choisissez un jour dans les deux ans.")
    if (draft.patients or 0) > MOST_PATIENTS:
        found.setdefault("patients", f"Indiquez au plus {MOST_PATIENTS} patients pour une plage horaire.")
    return found


def cannot_delete_occurrence(*, occurrence: Interval | None, taken: int, now: datetime) -> Impossible | None:
    """An occurrence that is gone, past or booked stays as it is (F-073, E35); `occurrence` None: it is gone."""
    if refused := _gone_or_past(occurrence, now):
        return refused
    if not taken:
        return None
    whom = "Un patient est orienté" if taken == 1 else f"{taken} patients sont orientés"
    return Impossible(f"{whom} sur cette disponibilité : elle ne peut pas être supprimée.")


def cannot_end_series(
    *, slot: Slot, day: date, occurrence: Interval | None, booked: Collection[date], now: datetime
) -> Impossible | None:
    """A series ends after its last booked occurrence; `booked` are the days from `day` on with a place taken (E35)."""
    if refused := _gone_or_past(occurrence, now):
        return refused
    if not booked:
        return None
    days = " et le ".join(f"{date:%d/%m/%Y}" for date in sorted(booked))
    sentence = f"Des patients sont orientés sur cette disponibilité le {days}."
    if slot.rule.weekly:
        sentence += f" Vous pouvez la supprimer à compter du {max(booked) + _WEEK:%d/%m/%Y}."
    return Impossible(sentence)


def _gone_or_past(occurrence: Interval | None, now: datetime) -> Impossible | None:
    if occurrence is None:
        return Impossible(_GONE)
    return Impossible(_PAST) if occurrence.end <= now else None
