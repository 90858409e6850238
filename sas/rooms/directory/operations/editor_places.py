"""Places that an editor alone knows: made, followed and closed by what it tells (sas-domain §1.7, ADR 38).

Such a place is one of a professional whom the imports know, and does what he does. No import touches it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from django.db import connection

from sas import changes
from sas.actor import Actor
from sas.rooms.directory.enums import PlaceSource
from sas.rooms.directory.loaders.gazetteer import commune_index
from sas.rooms.directory.models import Commune, Place
from sas.rooms.directory.rules import Point, search_key, standing

_OF_THE_PROFESSIONAL = ("name", "name_key", "activities", "convention_sector", "exercise_mode")
_FOLLOWED = (*_OF_THE_PROFESSIONAL, "phones", "lat", "lon", "geo_precision", "closed_at")


@dataclass(frozen=True, slots=True)
class EditorPlaceDraft:
    """A place as an editor tells it; `place_id`: the one that it is already."""

    editor_id: int
    professional_id: int
    place_id: int | None
    line: str
    postal_code: str
    city: str
    phone: str
    point: Point | None


@dataclass(frozen=True, slots=True)
class EditorPlaces:
    """The place of each draft, in their order; `changed` are still to be announced, with what stands on them."""

    ids: tuple[int | None, ...]
    changed: frozenset[int]


def keep_editor_places(*, actor: Actor, drafts: Sequence[EditorPlaceDraft], now: datetime) -> EditorPlaces:
    """Make, follow or open again the place of each draft, in the caller's transaction.

    None where the town is not found, or where no import knows an open place of the professional. An address stays as
    it was first told; phone and point follow the editor that told it first.
    """
    _inside_a_transaction()
    if not drafts:
        return EditorPlaces((), frozenset())
    kept = _Kept(drafts, now)
    found = [kept.place(draft) for draft in drafts]
    kept.save()
    changed = [*kept.made.values(), *kept.changed.values()]
    return EditorPlaces(tuple(row.pk if row else None for row in found), frozenset(row.pk for row in changed))


def leave_editor_places(*, actor: Actor, place_ids: Collection[int], now: datetime) -> None:
    """Note that an editor no longer tells those of these places that no import knows, in the caller's transaction.

    They stay open for a while: whoever was received there is still to be said honoured or not.
    """
    _inside_a_transaction()
    if place_ids:
        rows = Place.objects.filter(id__in=list(place_ids), source=PlaceSource.EDITOR, closed_at__isnull=True)
        rows.update(updated_at=now)


def close_editor_places(*, actor: Actor, place_ids: Collection[int], now: datetime) -> int:
    """Close and announce those of these places that no import knows, in the caller's transaction; returns how many."""
    _inside_a_transaction()
    rows = Place.objects.filter(id__in=list(place_ids), source=PlaceSource.EDITOR, closed_at__isnull=True)
    ids = list(rows.order_by("id").select_for_update(no_key=True).values_list("id", flat=True))
    Place.objects.filter(id__in=ids).update(closed_at=now)
    changes.place_changed(ids, now=now)
    return len(ids)


class _Kept:
    """The places of the professionals of some drafts, and what the drafts make of them: three questions at most."""

    def __init__(self, drafts: Sequence[EditorPlaceDraft], now: datetime) -> None:
        people = {draft.professional_id for draft in drafts}
        rows = list(Place.objects.filter(professional_id__in=people).select_related("commune").order_by("-id"))
        self.made: dict[str, Place] = {}
        self.changed: dict[int, Place] = {}
        self._now = now
        self._by_id = {row.id: row for row in rows if row.source == PlaceSource.EDITOR}
        self._by_key = {row.source_key: row for row in self._by_id.values()}
        # The oldest open place that an import knows: what the others do and are called.
        open_rows = [row for row in rows if row.id not in self._by_id and row.closed_at is None]
        self._models = {row.professional_id: row for row in open_rows}
        self._towns = _towns([one for one in drafts if not one.place_id and _key(one) not in self._by_key])

    def place(self, draft: EditorPlaceDraft) -> Place | None:
        model, key = self._models.get(draft.professional_id), _key(draft)
        if model is None:
            return None
        row = self._by_id.get(draft.place_id or 0) or self._by_key.get(key)
        if row is None:
            return self.made.get(key) or self._make(draft, model)
        if row.id not in self.changed and _follow(row, draft, model):
            row.updated_at = self._now
            self.changed[row.id] = row
        return row

    def _make(self, draft: EditorPlaceDraft, model: Place) -> Place | None:
        town = self._towns.get((draft.postal_code, draft.city))
        if town is None:
            return None
        row = self.made[_key(draft)] = Place(
            professional_id=draft.professional_id,
            address=draft.line[:200],
            postal_code=draft.postal_code,
            commune=town,
            departement_id=town.departement_id,
            time_zone=town.time_zone,
            source=PlaceSource.EDITOR,
            source_key=_key(draft),
            updated_at=self._now,
        )
        _follow(row, draft, model)
        return row

    def save(self) -> None:
        # Somebody else may have made the same one meanwhile: it is that one.
        Place.objects.bulk_create(
            self.made.values(),
            update_conflicts=True,
            unique_fields=["source_key"],
            update_fields=["closed_at", "updated_at"],
        )
        Place.objects.bulk_update(self.changed.values(), [*_FOLLOWED, "updated_at"])


def _follow(row: Place, draft: EditorPlaceDraft, model: Place) -> bool:
    """What is told now, on the row; returns whether it differs."""
    before = [getattr(row, name) for name in _FOLLOWED]
    for name in _OF_THE_PROFESSIONAL:
        setattr(row, name, getattr(model, name))
    row.closed_at = None
    if row.source_key.startswith(_prefix(draft)):
        row.phones = [draft.phone] if draft.phone else []
        point, precision = standing(draft.point, centre=_centre(row.commune))
        row.lat, row.lon = point or (None, None)
        row.geo_precision = precision
    return before != [getattr(row, name) for name in _FOLLOWED]


def _centre(town: Commune | None) -> Point | None:
    return None if town is None or town.lat is None or town.lon is None else (town.lat, town.lon)


def _towns(drafts: Sequence[EditorPlaceDraft]) -> dict[tuple[str, str], Commune]:
    """By postal code and name, as an import finds them."""
    if not drafts:
        return {}
    asked = {(draft.postal_code, draft.city) for draft in drafts}
    meant = {one: commune_index().by_name(postal_code=one[0], name=one[1]) for one in asked}
    rows = Commune.objects.in_bulk({town.code for town in meant.values() if town})
    return {one: rows[town.code] for one, town in meant.items() if town and town.code in rows}


def _prefix(draft: EditorPlaceDraft) -> str:
    return f"editor:{draft.editor_id}:{draft.professional_id}:"


def _key(draft: EditorPlaceDraft) -> str:
    """Of the editor that tells it first, the professional and the address."""
    address = search_key(f"{draft.line} {draft.postal_code}")
    return _prefix(draft) + blake2b(address.encode(), digest_size=8).hexdigest()


def _inside_a_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("places of editors belong to the caller's transaction")
