"""What editors offer at places: what the read model of the search is made from."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sas.actor import Actor
from sas.rooms.directory import queries as directory
from sas.rooms.editors.enums import Known
from sas.rooms.editors.models import EditorReading, EditorSite, EditorTaken
from sas.rooms.editors.rules import KeptSlot, Told, chosen, number_of, read, together

Allowed = Mapping[int, frozenset[int] | None]
"""The editors whose slots may stand on each place, by place id; None: any."""


@dataclass(frozen=True, slots=True)
class EditorOffer:
    """What one editor tells of a place. `slots` that have not ended, by start, empty unless `known` is READ.

    `by_phone`: its booking is not end to end. `phone` as the editor gives it, which may be empty.
    """

    place_id: int
    editor_id: int
    editor: str
    known: Known
    by_phone: bool = False
    phone: str = ""
    slots: tuple[KeptSlot, ...] = ()


def offers(
    *, actor: Actor, allowed: Allowed, professionals: Mapping[int, int | None], now: datetime
) -> dict[int, EditorOffer]:
    """By place, absent where no editor gives slots: four questions, none where no place has an editor.

    `professionals`: whose each place is, None for a structure's.
    """
    asked = {place: editors for place, editors in allowed.items() if editors is None or editors}
    if not asked:
        return {}
    names = {one.id: one.name for one in directory.editors(actor=actor)}
    told = _told(asked, names)
    taken = taken_of(told)
    offered = {
        place: _offer(place, sites, names, taken=taken.get(place, frozenset()), now=now)
        for place, sites in told.items()
    }
    return _unread(asked, professionals, names) | offered


def fed_places(*, actor: Actor, after: int = 0, limit: int = 2000) -> tuple[int, ...]:
    """Ids of places above `after` of which an editor tells free slots, in order, for work done in batches."""
    rows = EditorSite.objects.filter(place_id__gt=after, ends_at__isnull=False).order_by("place_id")
    return tuple(rows.values_list("place_id", flat=True).distinct()[:limit])


def _told(asked: Allowed, names: Mapping[int, str]) -> dict[int, list[Told]]:
    found: defaultdict[int, list[Told]] = defaultdict(list)
    rows = EditorSite.objects.filter(place_id__in=list(asked)).order_by("id")
    for site, place, editor, phone, by_phone, slots in rows.values_list(
        "id", "place_id", "reading__editor_id", "phone", "reading__by_phone", "slots"
    ):
        if place and _may_stand(asked[place], editor, names):
            found[place].append(Told(site, editor, phone, by_phone, read(slots)))
    return found


def taken_of(place_ids: Iterable[int]) -> dict[int, set[int]]:
    """The numbers of the slots on which a patient was oriented, by place."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for place, number in EditorTaken.objects.filter(place_id__in=list(place_ids)).values_list("place_id", "number"):
        found[place].add(number)
    return found


def _may_stand(editors: frozenset[int] | None, editor: int, names: Mapping[int, str]) -> bool:
    return editor in names and (editors is None or editor in editors)


def _offer(
    place_id: int, sites: Iterable[Told], names: Mapping[int, str], *, taken: Collection[int], now: datetime
) -> EditorOffer:
    shown = chosen([_left(one, taken, now=now) for one in sites])
    first = shown[0]
    return EditorOffer(
        place_id=place_id,
        editor_id=first.editor_id,
        editor=names[first.editor_id],
        known=Known.READ,
        by_phone=first.by_phone,
        phone=next((one.phone for one in shown if one.phone), ""),
        slots=together(shown),
    )


def _left(site: Told, taken: Collection[int], *, now: datetime) -> Told:
    """With the slots that can still be given: an editor whose last one was taken gives way to another."""
    free = (slot for slot in site.slots if slot.start > now)
    left = (slot for slot in free if number_of(editor_id=site.editor_id, key=slot.key) not in taken)
    return replace(site, slots=tuple(left))


def _unread(
    asked: Allowed, professionals: Mapping[int, int | None], names: Mapping[int, str]
) -> dict[int, EditorOffer]:
    """Places of professionals of whom an editor has never told anything: it is being asked, or has failed."""
    whose = {place: professionals.get(place) for place in asked}
    people = {one for one in whose.values() if one}
    rows = EditorReading.objects.filter(professional_id__in=people, answered_at=None).order_by("editor_id")
    waiting: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for professional, editor, failures in rows.values_list("professional_id", "editor_id", "failures"):
        waiting[professional or 0].append((editor, failures))
    found = {}
    for asked_for, owner in whose.items():
        for editor, failures in waiting.get(owner or 0, ()):
            if asked_for not in found and _may_stand(asked[asked_for], editor, names):
                known = Known.FAILED if failures else Known.AWAITED
                found[asked_for] = EditorOffer(asked_for, editor, names[editor], known)
    return found
