"""Sites that are no place of the directory: each becomes one of its own, a card like another (sas-domain §1.7).

Places that imports know come first: what an editor alone knew leaves once the directory tells it too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from sas.actor import Actor
from sas.adapters.editors.values import Site
from sas.rooms.directory import operations as directory_operations
from sas.rooms.directory import queries as directory
from sas.rooms.directory.operations import EditorPlaceDraft
from sas.rooms.directory.queries import SitePlace
from sas.rooms.editors import rules
from sas.rooms.editors.enums import Action
from sas.rooms.editors.models import EditorReading, EditorSite
from sas.rooms.editors.rules import Match

Places = Mapping[tuple[int | None, int | None], Sequence[SitePlace]]
Sites = Mapping[str, Mapping[str, Site]]
BATCH = 500
_Key = tuple[int, str]
"""Of a site: its reading, the editor's own id."""


@dataclass(frozen=True, slots=True)
class Matched:
    """What becomes of each site, by reading id and the editor's own id; `changed`: places to announce."""

    matches: Mapping[_Key, Match]
    changed: frozenset[int]


def matched(readings: Iterable[EditorReading], sites: Sites, *, places: Places, actor: Actor, now: datetime) -> Matched:
    """Match each site; those that are no place get one, made or opened again in the caller's transaction.

    A site keeps the action CREATE where that cannot be: its town is not found, the professional has no open place of
    the directory, or too many of editors already. Nor is anything made for an association.
    """
    matches: dict[_Key, Match] = {}
    asked = _Asked()
    for reading in readings:
        own = places.get((reading.professional_id, reading.structure_id), ())
        told = sites.get(reading.identifier, {})
        national = [one for one in own if not one.by_editor]
        found = {local: rules.match(site, national) for local, site in sorted(told.items())}
        matches |= {(reading.id, local): match for local, match in found.items()}
        apart = {local: told[local] for local, match in found.items() if match.action == Action.CREATE}
        asked.add(reading, apart, known=[one for one in own if one.by_editor])
    kept = directory_operations.keep_editor_places(actor=actor, drafts=asked.drafts, now=now)
    for key, number in asked.stands.items():
        if place := kept.ids[number]:
            matches[key] = Match(Action.UPDATE, place)
    return Matched(matches, kept.changed)


@dataclass(slots=True)
class _Asked:
    """One draft for each address, and the draft of each site."""

    drafts: list[EditorPlaceDraft] = field(default_factory=list)
    stands: dict[_Key, int] = field(default_factory=dict)

    def add(self, reading: EditorReading, sites: Mapping[str, Site], *, known: list[SitePlace]) -> None:
        """Those of one professional; `known`: his places of editors, closed ones too."""
        drafted: dict[int, int] = {}
        for local, site in sites.items():
            place = rules.same_address(site, known)
            if reading.professional_id is None or (place is None and len(known) >= rules.MOST_OWN_PLACES):
                continue
            if place is None:
                place = -1 - len(self.drafts)
                known.append(_as_known(site, place))
            if place not in drafted:
                drafted[place] = len(self.drafts)
                self.drafts.append(_draft(site, reading, place))
            self.stands[reading.id, local] = drafted[place]


def _as_known(site: Site, number: int) -> SitePlace:
    """A place about to be made, so that another site of the same address stands on it."""
    address, code = site.line[:200], site.postal_code.strip()
    return SitePlace(number, None, None, "", "", "", address, code, closed=False, by_editor=True)


def _draft(site: Site, reading: EditorReading, place: int) -> EditorPlaceDraft:
    return EditorPlaceDraft(
        editor_id=reading.editor_id,
        professional_id=reading.professional_id or 0,
        place_id=place if place > 0 else None,
        line=site.line[:200],
        postal_code=site.postal_code.strip()[:5],
        city=site.city[:80],
        phone=rules.national(site.phone),
        point=site.point,
    )


def close_left(*, actor: Actor, now: datetime) -> int:
    """Close the places that no editor has told for a fortnight, and no import; returns how many (each night)."""
    closed = after = 0
    until = now - rules.LOST_AFTER
    while ids := directory.editor_places(actor=actor, until=until, after=after, limit=BATCH):
        with transaction.atomic(durable=True):
            told = set(EditorSite.objects.filter(place_id__in=ids).values_list("place_id", flat=True))
            closed += directory_operations.close_editor_places(actor=actor, place_ids=set(ids) - told, now=now)
        after = ids[-1]
    return closed
