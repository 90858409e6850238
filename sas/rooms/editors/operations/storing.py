"""Keeping what an editor answered: sites matched with places, what differs written, the places concerned announced."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sas import changes
from sas.actor import Actor
from sas.adapters.editors.values import Answer, Site
from sas.rooms.directory import operations as directory_operations
from sas.rooms.directory import queries as directory
from sas.rooms.editors import rules
from sas.rooms.editors.enums import Action
from sas.rooms.editors.models import EditorDay, EditorPace, EditorReading, EditorSite
from sas.rooms.editors.operations.creating import Matched, Places, Sites, matched
from sas.rooms.editors.operations.reached import Reached
from sas.rooms.editors.rules import Match

MOST_FAILURES = 1000
LONGEST_ID = 120
_TOLD = ("place_id", "action", "name", "line", "postal_code", "city", "phone", "slots")
_WRITTEN = ("place", *_TOLD[1:], "ends_at", "changed_at")
_SETTLED = (
    "due_at", "answered_at", "failures", "failure", "seen_at", "interfaced_at", "lost_at", "by_phone",
)  # fmt: skip


@dataclass(slots=True)
class _Differences:
    """What an answer changes: rows to write, rows that are gone, places to announce."""

    written: list[EditorSite]
    gone: list[int]
    places: set[int]


def store(*, actor: Actor, answer: Answer, by: Reached, now: datetime) -> None:
    """Keep one answer, in the caller's transaction. What failed keeps what was known, with its age."""
    readings = list(
        EditorReading.objects.select_for_update()
        .filter(editor_id=answer.editor_id, identifier__in=answer.asked.identifiers)
        .order_by("id")
    )
    changed = _failed(readings, answer, actor=actor) if answer.failure else set()
    dropped = Counter(answer.dropped)
    if not answer.failure:
        changed |= _answered(readings, answer, actor=actor, by=by, dropped=dropped, now=now)
    # They are there, and locked: bulk_update would say the same in a statement that takes Django ten times as long.
    EditorReading.objects.bulk_create(readings, update_conflicts=True, unique_fields=["id"], update_fields=_SETTLED)
    _count(answer, dropped=dropped)
    if answer.certificate_until:
        until, at = answer.certificate_until, answer.asked_at
        directory_operations.note_certificate(actor=actor, editor_id=answer.editor_id, until=until, now=at)
    changes.place_changed(changed, now=now)


def _failed(readings: Sequence[EditorReading], answer: Answer, *, actor: Actor) -> set[int]:
    """The places whose cards say otherwise from this first failure on: nothing known at all, or shown on a page."""
    assert answer.failure is not None
    turned = [one for one in readings if not one.failures and (one.answered_at is None or _on_a_page(one, answer))]
    for one in readings:
        one.failures = min(one.failures + 1, MOST_FAILURES)
        one.failure = answer.failure.name.lower()[:20]
        one.due_at = rules.retry_due(now=answer.asked_at, failures=one.failures)
    return _places_of(turned, actor=actor)


def _on_a_page(reading: EditorReading, answer: Answer) -> bool:
    """A page that may still be open shows it."""
    return reading.wanted_at is not None and reading.wanted_at > answer.asked_at - rules.WANTED_FOR


def _answered(
    readings: Sequence[EditorReading],
    answer: Answer,
    *,
    actor: Actor,
    by: Reached,
    dropped: Counter[str],
    now: datetime,
) -> set[int]:
    places = directory.site_places(
        actor=actor,
        professionals=[one.professional_id for one in readings if one.professional_id],
        structures=[one.structure_id for one in readings if one.structure_id],
    )
    anew = [one for one in readings if one.answered_at is None]
    by_phone = not by.end_to_end
    other = [one for one in readings if one.by_phone != by_phone or (one.failures and _on_a_page(one, answer))]
    sites = _by_identifier(answer.sites)
    known = matched(readings, sites, places=places, actor=actor, now=now)
    found = _differences(readings, answer, sites=sites, known=known, origin=by.origin, dropped=dropped)
    _write(found)
    directory_operations.leave_editor_places(actor=actor, place_ids=_left(found, places, known), now=now)
    for one in readings:
        _settle(one, answer, told=one.identifier in sites, by_phone=by_phone)
    return found.places | known.changed | _places_of([*anew, *other], actor=actor)


def _write(found: _Differences) -> None:
    EditorSite.objects.filter(id__in=found.gone).delete()
    EditorSite.objects.bulk_create(
        found.written,
        update_conflicts=True,
        unique_fields=["reading", "local_id"],
        update_fields=_WRITTEN,
    )


def _left(found: _Differences, places: Places, known: Matched) -> set[int]:
    """Places that no import knows, told until now and not by this answer."""
    apart = {one.id for some in places.values() for one in some if one.by_editor}
    return (found.places & apart) - {match.place_id for match in known.matches.values() if match.place_id}


def _settle(reading: EditorReading, answer: Answer, *, told: bool, by_phone: bool) -> None:
    """Interfaced from the first place told on, until answers have been without one for too long (sas-domain §2.9)."""
    at = answer.asked_at
    reading.answered_at, reading.failures, reading.failure, reading.by_phone = at, 0, "", by_phone
    if told:
        reading.seen_at = at
        reading.interfaced_at = reading.interfaced_at or at
    elif reading.interfaced_at and rules.has_lost(seen_at=reading.seen_at, now=at):
        reading.interfaced_at, reading.lost_at = None, at
    if reading.wanted_at and reading.asked_at and reading.wanted_at > reading.asked_at:
        reading.due_at = at  # wanted anew while it was being asked: what came may be from before
        return
    reading.due_at = rules.next_due(now=at, wanted_at=reading.wanted_at, interfaced=reading.interfaced_at is not None)


def _differences(
    readings: Sequence[EditorReading],
    answer: Answer,
    *,
    sites: Sites,
    known: Matched,
    origin: str,
    dropped: Counter[str],
) -> _Differences:
    kept: defaultdict[int, dict[str, EditorSite]] = defaultdict(dict)
    for row in EditorSite.objects.filter(reading_id__in=[one.id for one in readings]):
        kept[row.reading_id][row.local_id] = row
    found = _Differences([], [], set())
    for reading in readings:
        rows = {
            local: _row(site, known.matches[reading.id, local], reading=reading, origin=origin, answer=answer)
            for local, site in sites.get(reading.identifier, {}).items()
        }
        dropped.update(["no_place" for row in rows.values() if row.place_id is None])
        _differ(found, kept[reading.id], rows)
    return found


def _differ(found: _Differences, before: Mapping[str, EditorSite], rows: Mapping[str, EditorSite]) -> None:
    """Add what differs between what was kept of somebody and what is told now."""
    fresh = {local: row for local, row in rows.items() if _says_otherwise(before.get(local), row)}
    gone = [row for local, row in before.items() if local not in rows]
    touched = [*fresh.values(), *gone, *(before[local] for local in fresh if local in before)]
    found.written += fresh.values()
    found.gone += [row.id for row in gone]
    found.places |= {row.place_id for row in touched if row.place_id}


def _by_identifier(sites: Iterable[Site]) -> Sites:
    """By whose they are, then by the editor's own id: a place told twice is one place with the slots of both."""
    found: defaultdict[str, dict[str, Site]] = defaultdict(dict)
    for site in sites:
        own, local = found[site.professional or f"3{site.association}"], site.local_id[:LONGEST_ID]
        own[local] = replace(own[local], slots=own[local].slots + site.slots) if local in own else site
    return found


def _row(site: Site, match: Match, *, reading: EditorReading, origin: str, answer: Answer) -> EditorSite:
    shown = () if match.action == Action.DELETE else site.slots
    return EditorSite(
        reading_id=reading.id,
        local_id=site.local_id[:LONGEST_ID],
        place_id=match.place_id,
        action=match.action,
        name=site.name[:160],
        line=site.line[:200],
        postal_code=site.postal_code[:10],
        city=site.city[:80],
        phone=rules.national(site.phone),
        slots=rules.written(shown, origin=origin),
        ends_at=max((slot.end for slot in shown), default=None),
        changed_at=answer.asked_at,
    )


def _says_otherwise(before: EditorSite | None, row: EditorSite) -> bool:
    return before is None or any(getattr(before, name) != getattr(row, name) for name in _TOLD)


def _places_of(readings: Iterable[EditorReading], *, actor: Actor) -> set[int]:
    rows = list(readings)
    people = [one.professional_id for one in rows if one.professional_id]
    structures = [one.structure_id for one in rows if one.structure_id]
    return set(directory.place_ids_of(actor=actor, professionals=people, structures=structures))


def _count(answer: Answer, *, dropped: Counter[str]) -> None:
    """The day's counts and the editor's pace; an editor that fails again and again is left alone for a while."""
    day = answer.asked_at.astimezone(UTC).date()
    EditorDay.objects.bulk_create([EditorDay(editor_id=answer.editor_id, day=day)], ignore_conflicts=True)
    row = EditorDay.objects.select_for_update().get(editor_id=answer.editor_id, day=day)
    row.requests += 1
    row.dropped = dict(Counter(row.dropped) + dropped)
    pace, _ = EditorPace.objects.select_for_update().get_or_create(
        editor_id=answer.editor_id, defaults={"minute": answer.asked_at}
    )
    if answer.failure:
        pace.failures = min(pace.failures + 1, MOST_FAILURES)
        pace.failed_at, pace.failure = answer.asked_at, answer.failure.name.lower()[:20]
        pace.closed_until = rules.closed_until(now=answer.asked_at, failures=pace.failures)
        row.failed = dict(Counter(row.failed) + Counter([pace.failure]))
    else:
        pace.failures, pace.closed_until, pace.succeeded_at = 0, None, answer.asked_at
        row.slots += sum(len(site.slots) for site in answer.sites)
        row.delays = rules.counted(row.delays, answer.milliseconds)
    row.save()
    pace.save()
