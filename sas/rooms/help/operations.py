"""Keeping the FAQ: what administrators write, and what the platform comes with (F-240). Versions are only added."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.help.enums import Audience, EntryState, Theme
from sas.rooms.help.models import HelpEntry, HelpVersion
from sas.rooms.help.rules import EntryDraft, ShippedEntry, checked_draft, free_key, shipped_entries
from sas.rooms.journal import operations as journal
from sas.rooms.texts.rules import may_write

_UNKNOWN = "Cette question n'existe pas."
_CHANGED = "Cette question a été modifiée entre-temps : rechargez la page pour lire sa nouvelle version."
_TWIN = "Une autre question vient d'être ajoutée : recommencez."


def create_entry(*, actor: Actor, theme: Theme, draft: EntryDraft, publish: bool, now: datetime) -> int:
    """A new question at the end of its theme, a draft unless `publish`; returns its id.

    Raises Refused for anyone but administrators; Impossible for what may not be written (field "question", "answer" or
    "audiences").
    """
    if refusal := may_write(actor):
        raise refusal
    kept = checked_draft(draft)
    with transaction.atomic(durable=True):
        try:
            with transaction.atomic():
                entry = HelpEntry.objects.create(
                    key=free_key(kept.question, taken=set(HelpEntry.objects.values_list("key", flat=True))),
                    theme=theme,
                    rank=_last_rank(theme) + 1,
                    state=EntryState.DRAFT,
                )
        except IntegrityError as twin:
            raise Impossible(_TWIN) from twin
        _version(entry.id, kept, number=1, actor=actor, now=now).save(force_insert=True)
        _trace(actor, "create_help", entry, now, number=1)
        if publish:
            _publish(entry, number=1, actor=actor, now=now)
    return entry.id


def change_entry(*, actor: Actor, entry_id: int, draft: EntryDraft, seen: int, publish: bool, now: datetime) -> None:
    """Add a version when something differs; `publish`: have readers see the newest one from now on.

    `seen` is the number of the version that was read. Raises as create_entry, and Impossible when the entry is unknown
    or somebody else wrote meanwhile.
    """
    if refusal := may_write(actor):
        raise refusal
    kept = checked_draft(draft)
    with transaction.atomic(durable=True):
        entry = _locked(entry_id)
        newest = entry.versions.order_by("-number")[0]
        if newest.number != seen:
            raise Impossible(_CHANGED)
        number = newest.number
        if kept != _draft_of(newest):
            number += 1
            _version(entry.id, kept, number=number, actor=actor, now=now).save(force_insert=True)
            _trace(actor, "change_help", entry, now, number=number)
        if publish and entry.shown != number:
            _publish(entry, number=number, actor=actor, now=now)


def withdraw_entry(*, actor: Actor, entry_id: int, now: datetime) -> None:
    """Readers see it no more; nothing is lost. Raises Refused, or Impossible when it is unknown or not published."""
    if refusal := may_write(actor):
        raise refusal
    with transaction.atomic(durable=True):
        entry = _locked(entry_id)
        if entry.state != EntryState.PUBLISHED:
            raise Impossible("Cette question n'est pas publiée.")
        entry.state, entry.shown = EntryState.WITHDRAWN, None
        entry.save(update_fields=["state", "shown"])
        _trace(actor, "withdraw_help", entry, now)


def move_entry(*, actor: Actor, entry_id: int, up: bool, now: datetime) -> None:
    """Change places with its neighbour in its theme; nothing happens at an end. Raises Refused or Impossible."""
    if refusal := may_write(actor):
        raise refusal
    with transaction.atomic(durable=True):
        theme = HelpEntry.objects.filter(id=entry_id).values_list("theme", flat=True).first()
        rows = list(HelpEntry.objects.select_for_update().filter(theme=theme).order_by("id")) if theme else []
        rows.sort(key=lambda one: one.rank)
        place = next((index for index, row in enumerate(rows) if row.id == entry_id), None)
        if place is None:
            raise Impossible(_UNKNOWN)
        other = place - 1 if up else place + 1
        if 0 <= other < len(rows):
            rows[place].rank, rows[other].rank = rows[other].rank, rows[place].rank
            HelpEntry.objects.bulk_update([rows[place], rows[other]], ["rank"])
            _trace(actor, "move_help", rows[place], now, rank=rows[place].rank)


def load_shipped(*, actor: Actor, now: datetime) -> int:
    """Add the answers that the platform comes with, and renew those that nobody but it ever wrote; returns how many.

    What an administrator rewrote, withdrew or moved stays as it is, whatever the next versions of the platform bring.
    """
    with transaction.atomic(durable=True):
        known = {row.key: row for row in HelpEntry.objects.select_for_update().order_by("id")}
        shipped = shipped_entries()
        added = _add([one for one in shipped if one.key not in known], actor=actor, now=now)
        renewed = _renew([one for one in shipped if one.key in known], known=known, actor=actor, now=now)
        if added or renewed:
            journal.record(actor=actor, verb="load_help", subject="help_entry", now=now, added=added, renewed=renewed)
    return added + renewed


def _add(shipped: list[ShippedEntry], *, actor: Actor, now: datetime) -> int:
    ranks = {theme: _last_rank(theme) for theme in {one.theme for one in shipped}}
    entries = []
    for one in shipped:
        ranks[one.theme] += 1
        facts = {"key": one.key, "theme": one.theme, "rank": ranks[one.theme]}
        entries.append(HelpEntry(**facts, state=EntryState.PUBLISHED, shown=1))
    made = HelpEntry.objects.bulk_create(entries)
    versions = [
        _version(row.id, one.draft, number=1, actor=actor, now=now) for row, one in zip(made, shipped, strict=True)
    ]
    HelpVersion.objects.bulk_create(versions)
    return len(made)


def _renew(shipped: list[ShippedEntry], *, known: dict[str, HelpEntry], actor: Actor, now: datetime) -> int:
    rewritten = set(HelpVersion.objects.exclude(author_id=None).values_list("entry_id", flat=True))
    newest = {row.entry_id: row for row in HelpVersion.objects.order_by("entry", "-number").distinct("entry")}
    renewed = 0
    for one in shipped:
        entry = known[one.key]
        latest = newest[entry.id]
        ours = entry.state == EntryState.PUBLISHED and entry.id not in rewritten
        if ours and one.draft != _draft_of(latest):
            _version(entry.id, one.draft, number=latest.number + 1, actor=actor, now=now).save(force_insert=True)
            entry.shown = latest.number + 1
            entry.save(update_fields=["shown"])
            renewed += 1
    return renewed


def _locked(entry_id: int) -> HelpEntry:
    entry = HelpEntry.objects.select_for_update().filter(id=entry_id).first()
    if entry is None:
        raise Impossible(_UNKNOWN)
    return entry


def _last_rank(theme: Theme) -> int:
    return HelpEntry.objects.filter(theme=theme).aggregate(last=Max("rank"))["last"] or 0


def _publish(entry: HelpEntry, *, number: int, actor: Actor, now: datetime) -> None:
    entry.state, entry.shown = EntryState.PUBLISHED, number
    entry.save(update_fields=["state", "shown"])
    _trace(actor, "publish_help", entry, now, number=number)


def _version(entry_id: int, draft: EntryDraft, *, number: int, actor: Actor, now: datetime) -> HelpVersion:
    return HelpVersion(
        entry_id=entry_id,
        number=number,
        question=draft.question,
        answer=draft.answer,
        audiences=[one.value for one in draft.audiences],
        author_id=actor.user_id,
        at=now,
    )


def _draft_of(row: HelpVersion) -> EntryDraft:
    return EntryDraft(row.question, row.answer, tuple(Audience(one) for one in row.audiences))


def _trace(actor: Actor, verb: str, entry: HelpEntry, now: datetime, **details: int) -> None:
    journal.record(actor=actor, verb=verb, subject="help_entry", subject_id=entry.id, now=now, **details)
