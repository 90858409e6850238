"""What a card says of the editor whose slots stand on it, and of their age (issue 7)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sas.actor import Actor
from sas.rooms.editors import queries as editors
from sas.rooms.editors.enums import Known
from sas.rooms.editors.queries import Age
from sas.rooms.offer.queries.wording import PARIS, short_date
from sas.rooms.offer.rules import clock


@dataclass(frozen=True, slots=True)
class Source:
    """Whose slots stand on the card of a place, and whether it has told some, as the read model knows it."""

    place_id: int
    professional_id: int | None
    editor_id: int | None
    editor: str
    known: str


@dataclass(frozen=True, slots=True)
class ToldSource:
    """`updated` in small under the card; `notice` beside the days when what is shown may not be true any more.

    `unread`: nothing was ever told; `awaited`: the editor is being asked.
    """

    updated: str | None = None
    notice: str = ""
    unread: bool = False
    awaited: bool = False


def told_sources(*, actor: Actor, sources: Iterable[Source], now: datetime) -> Mapping[int, ToldSource]:
    """By place, for those to which an editor gives slots: a question for the ages, one more where some are unknown."""
    shown = [one for one in sources if one.known and one.editor_id]
    read = {(one.place_id, one.editor_id or 0) for one in shown if one.known == Known.READ}
    unread = {(one.professional_id or 0, one.editor_id or 0) for one in shown if one.known == Known.AWAITED}
    ages = editors.ages(actor=actor, shown=read, now=now)
    awaited = editors.awaited(actor=actor, shown=unread, now=now)
    return {one.place_id: _told(one, ages, awaited, now=now) for one in shown}


def _told(
    one: Source, ages: Mapping[tuple[int, int], Age], awaited: frozenset[tuple[int, int]], *, now: datetime
) -> ToldSource:
    if (one.professional_id or 0, one.editor_id or 0) in awaited and one.known == Known.AWAITED:
        return ToldSource(notice=f"{one.editor} : disponibilités en cours de lecture", unread=True, awaited=True)
    age = ages.get((one.place_id, one.editor_id or 0))
    if age is None:
        return ToldSource(notice=f"Disponibilités de {one.editor} non lues", unread=True)
    when = _when(age.read_at, now=now)
    if age.stale:
        return ToldSource(updated="", notice=f"Disponibilités de {one.editor} non actualisées depuis {when}")
    return ToldSource(updated=f"Disponibilités de {one.editor} lues à {when}")


def _when(moment: datetime, *, now: datetime) -> str:
    """On the wall of Paris, where the regulation reads it: 14h05, or 22h40, dimanche 22 nov."""
    local, today = moment.astimezone(ZoneInfo(PARIS)), now.astimezone(ZoneInfo(PARIS)).date()
    return clock(local) if local.date() == today else f"{clock(local)}, {short_date(local.date())}"
