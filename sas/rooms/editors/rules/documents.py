"""A site's slots as they are stored, one list per slot: read and written here alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import reduce
from hashlib import blake2b
from operator import or_
from typing import Any

from sas.adapters.editors.values import FreeSlot
from sas.rooms.editors.enums import Labels
from sas.rooms.editors.rules.links import booking_link
from sas.timetable.modality import Modality

LONGEST_URL = 500
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class KeptSlot:
    """A free slot as an editor told it; instants in UTC. `key`: the editor's own id. `url` empty: no link."""

    key: str
    start: datetime
    end: datetime
    labels: Labels
    modalities: Modality
    bookable: bool
    url: str
    cpts: tuple[str, ...]
    reason: str

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return (self.end - self.start) // _MINUTE


def written(slots: Iterable[FreeSlot], *, origin: str) -> list[list[Any]]:
    """In order of time, each once, whatever the order of the answer: equal answers are equal documents.

    `origin` is what links to the editor say of where one comes from.
    """
    once = {(slot.start, slot.slot_id): slot for slot in slots}
    return [_line(once[key], origin) for key in sorted(once)]


def read(document: Iterable[Sequence[Any]]) -> tuple[KeptSlot, ...]:
    """The slots of a document that `written` made."""
    return tuple(_kept(line) for line in document)


def national(phone: str) -> str:
    """The number as it is dialled in France; editors write +33."""
    plain = "".join(phone.split())
    return f"0{plain[3:]}" if plain.startswith("+33") and len(plain) == 12 else plain[:20]


def number_of(*, editor_id: int, key: str) -> int:
    """What names the slot of an editor among openings: negative, so that none is one of an agenda kept here."""
    digest = blake2b(f"{editor_id} {key}".encode(), digest_size=8).digest()
    return -1 - (int.from_bytes(digest, "big") >> 2)


def labels_of(slot: FreeSlot) -> Labels:
    """The reader's labels as one number."""
    return reduce(or_, (Labels[label.name] for label in slot.labels), Labels(0))


def _line(slot: FreeSlot, origin: str) -> list[Any]:
    link = booking_link(slot.url or "", origin=origin)
    return [
        slot.slot_id,
        int(slot.start.timestamp()),
        int(slot.end.timestamp()),
        int(labels_of(slot)),
        int(slot.modalities),
        int(slot.bookable),
        link if len(link) <= LONGEST_URL else "",
        sorted(slot.cpts),
        slot.reason[:200],
    ]


def _kept(line: Sequence[Any]) -> KeptSlot:
    key, start, end, labels, modalities, bookable, url, cpts, reason = line
    return KeptSlot(
        key=key,
        start=datetime.fromtimestamp(start, UTC),
        end=datetime.fromtimestamp(end, UTC),
        labels=Labels(labels),
        modalities=Modality(modalities),
        bookable=bool(bookable),
        url=url,
        cpts=tuple(cpts),
        reason=reason,
    )
