"""What an availability must be, and when one stays as it is (F-073, F-076, E30, E35, E36)."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sas.errors import Impossible
from sas.timetable.plans import Plan, SeriesTerms, Terms, dated
from sas.timetable.recurrence import SlotDraft, instant, occurrences, problems
from sas.timetable.series import Picked

MOST_PATIENTS = 999
"""Patients of one plage: far above any real one, and within what the database keeps."""

HORIZON = timedelta(days=731)
"""How far ahead a first or a last occurrence may be: two years, so that a mistyped year is caught."""

MOST_TARGETS = 60
"""Days or weeks to which one may be copied at once."""

_WEEK = timedelta(days=7)
_GONE = "Cette disponibilité n'existe plus : elle a déjà été supprimée ou modifiée."
_PAST = "Cette disponibilité est passée : elle ne peut plus être {done}."
_SKIPPED = "Cette nuit-là les horloges avancent d'une heure : cette disponibilité n'aurait pas lieu."
_STALE = (
    "Ce que vous confirmez n'est plus ce qui vous a été présenté : un patient vient d'être orienté sur l'une de ces "
    "disponibilités, ou l'une d'elles est passée. Vérifiez le récapitulatif, puis confirmez à nouveau."
)


def publishing_problems(*, draft: SlotDraft, zone: str, now: datetime) -> dict[str, str]:
    """Why a draft cannot be published: field of SlotDraft -> sentence (F-076, E36); `now` is any aware instant."""
    local = now.astimezone(ZoneInfo(zone))
    found = problems(draft, today=local.date(), now_time=local.time().replace(second=0, microsecond=0))
    if draft.day > local.date() + HORIZON:
        found.setdefault("day", "La date est trop lointaine : choisissez un jour dans les deux ans.")
    if draft.last_day and draft.last_day > local.date() + HORIZON:
        found.setdefault("last_day", "La date de fin est trop lointaine : laissez-la vide s'il n'y a pas de fin.")
    if (draft.patients or 0) > MOST_PATIENTS:
        found.setdefault("patients", f"Indiquez au plus {MOST_PATIENTS} patients pour une plage horaire.")
    if not found and draft.day.isoweekday() not in draft.weekdays and _skipped(draft, zone):
        found["start"] = _SKIPPED
    return found


def terms_problems(*, picked: Picked, terms: Terms, now: datetime) -> dict[str, str]:
    """Why one occurrence cannot say these terms: field of Terms -> sentence. One under way may keep its start."""
    draft = SlotDraft(terms.day, terms.start, terms.end, frozenset(), terms.patients, terms.modalities)
    found = publishing_problems(draft=draft, zone=picked.slot.rule.zone, now=now)
    return _under_way(found, picked=picked, terms=terms, now=now)


def series_problems(*, picked: Picked, terms: SeriesTerms, now: datetime) -> dict[str, str]:
    """Why a series cannot say these terms from the picked occurrence on: field of SeriesTerms -> sentence."""
    # With a patient, the picked occurrence stays as it is: the new terms begin the week after.
    first = picked.from_day + (_WEEK if picked.booked else timedelta())
    draft = SlotDraft(
        first,
        terms.start,
        terms.end,
        frozenset({first.isoweekday()}),
        terms.patients,
        terms.modalities,
        terms.last_day,
        terms.holidays_off,
    )
    found = publishing_problems(draft=draft, zone=picked.slot.rule.zone, now=now)
    found.pop("day", None)  # the agenda's, not the form's
    return _under_way(found, picked=picked, terms=terms.on(first), now=now)


def _under_way(found: dict[str, str], *, picked: Picked, terms: Terms, now: datetime) -> dict[str, str]:
    """An occurrence under way may keep its start, not end before now."""
    zone, interval = picked.slot.rule.zone, picked.interval
    if interval is None or interval.start > now or terms.day != picked.day:
        return found
    if terms.start == picked.slot.rule.start:
        found.pop("start", None)
    if terms.end > terms.start and instant(terms.day, terms.end, zone) <= now:
        found.setdefault("end", "L'heure de fin est déjà passée : choisissez une heure à venir.")
    return found


def cannot_change_occurrence(*, picked: Picked, done: str) -> Impossible | None:
    """An occurrence that is gone, past or booked stays as it is; `done` is « modifiée » or « supprimée »."""
    if refused := cannot_change_series(picked=picked, done=done):
        return refused
    if not picked.booked:
        return None
    whom = "Un patient est orienté" if picked.booked == 1 else f"{picked.booked} patients sont orientés"
    return Impossible(f"{whom} sur cette disponibilité : elle ne peut pas être {done}.")


def cannot_change_series(*, picked: Picked, done: str) -> Impossible | None:
    """A series changes from an occurrence that is still to come or under way."""
    interval = picked.interval
    if interval is None:
        return Impossible(_GONE)
    return Impossible(_PAST.format(done=done)) if interval.end <= picked.now else None


def nothing_to_delete(plan: Plan) -> Impossible:
    """All that is left of the series has patients (E35)."""
    days = " et le ".join(f"{one.day:%d/%m/%Y}" for one in plan.locked)
    return Impossible(f"Des patients sont orientés sur cette disponibilité le {days} : rien ne peut être supprimé.")


def copying_problem(*, sources: Collection[date], targets: Collection[date], today: date) -> Impossible | None:
    """Why days cannot be copied to others; `today` on the wall of the place (field "targets")."""
    if not targets:
        return Impossible("Choisissez au moins une date de destination.", field="targets")
    if len(targets) > MOST_TARGETS:
        return Impossible(f"Choisissez {MOST_TARGETS} destinations au plus.", field="targets")
    if max(targets) > today + HORIZON:
        return Impossible("Une date est trop lointaine : choisissez des jours dans les deux ans.", field="targets")
    if min(targets) < today:
        return Impossible("Une date est déjà passée : choisissez des jours à venir.", field="targets")
    if set(targets) & set(sources):
        return Impossible("Choisissez d'autres dates que celle que vous copiez.", field="targets")
    return None


def told_differently(*, seen: str, version: int, plan: Plan) -> bool:
    """Whether what was seen before is no longer so; `seen` is a version, or a preview's version and digest."""
    return seen not in {str(version), f"{version}.{plan.digest}"}


def stale() -> Impossible:
    """What to say when people changed nothing since the preview, but patients, time or the form went on."""
    return Impossible(_STALE)


def _skipped(draft: SlotDraft, zone: str) -> bool:
    terms = Terms(draft.day, draft.start, draft.end, draft.patients, draft.modalities)
    return not list(occurrences(dated(terms, zone=zone).rule, draft.day, draft.day))
