"""The professionals who take part via a CPTS, as its manager reads them (F-107, F-108)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sas.actor import Actor
from sas.errors import Refused
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import ActivityFacts, PlaceFacts, ProfessionalFacts
from sas.rooms.participation import rules
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ParticipationChange, ProfessionalSettings
from sas.rooms.participation.queries.flags import flags_of_places
from sas.rooms.participation.rules import PlaceFlags

_PARIS = ZoneInfo("Europe/Paris")
_NOT_A_CPTS = "Cette structure n'est pas une CPTS."


@dataclass(frozen=True, slots=True)
class DeclaredPlace:
    """A place that a member declared in the CPTS, and whether its agenda is open."""

    place: PlaceFacts
    flags: PlaceFlags


@dataclass(frozen=True, slots=True)
class Member:
    """A professional who takes part via the CPTS. `since`: when he registered, None when nothing tells."""

    professional: ProfessionalFacts
    specialities: tuple[str, ...]
    since: date | None
    places: tuple[DeclaredPlace, ...]

    @property
    def name(self) -> str:
        """« Claire MARTIN »."""
        return f"{self.professional.given_name} {self.professional.family_name}".strip()


@dataclass(frozen=True, slots=True)
class MembersPage:
    """One page of members by name. `specialities`: what the list can be narrowed to."""

    items: tuple[Member, ...]
    specialities: tuple[ActivityFacts, ...]
    number: int
    last: int
    total: int


def members(*, actor: Actor, cpts_id: int, text: str = "", activity: int | None = None, number: int = 1) -> MembersPage:
    """Twenty members a page, in a number of questions that does not depend on theirs.

    Raises Refused unless the actor manages this CPTS, or is an administrator.
    """
    if refusal := rules.may_read_settings(actor, structure_id=cpts_id):
        raise refusal
    if not any(one.kind == "cpts" for one in directory.structures(actor=actor, ids=[cpts_id])):
        raise Refused(_NOT_A_CPTS)
    rows = ProfessionalSettings.objects.filter(via=Via.CPTS, structure_id=cpts_id)
    declared = dict(rows.values_list("professional_id", "cpts_places"))
    page = directory.people_page(actor=actor, ids=declared, text=text, activity=activity, number=number)
    labels = {one.id: one for one in directory.activities(actor=actor)}
    present = directory.activities_of_people(actor=actor, ids=declared)
    shown = _members(page.items, actor=actor, cpts_id=cpts_id, declared=declared, labels=labels)
    choices = tuple(one for one in labels.values() if one.id in present)
    return MembersPage(shown, choices, page.number, page.last, page.total)


def declared_places(*, actor: Actor, cpts_id: int) -> frozenset[int]:
    """The places of which their professionals said that they take part there via this CPTS: results tell it to all.

    Whether a place is still one to show is for the read model of the search to say.
    """
    rows = ProfessionalSettings.objects.filter(via=Via.CPTS, structure_id=cpts_id)
    return frozenset(place for places in rows.values_list("cpts_places", flat=True) for place in places)


def _members(
    people: Collection[ProfessionalFacts],
    *,
    actor: Actor,
    cpts_id: int,
    declared: dict[int, list[int]],
    labels: dict[int, ActivityFacts],
) -> tuple[Member, ...]:
    ids = [one.id for one in people]
    places = directory.places(actor=actor, place_ids=[place for one in ids for place in declared[one]]).values()
    flags = flags_of_places(actor=actor, places=places)
    kept = [DeclaredPlace(one, flags[one.id]) for one in places if flags[one.id].cpts == cpts_id and not one.closed]
    since = _since(actor=actor, cpts_id=cpts_id, professional_ids=ids)
    return tuple(
        Member(one, _specialities(own, labels), since.get(one.id), own)
        for one in people
        for own in [tuple(place for place in kept if place.place.professional_id == one.id)]
    )


def _specialities(places: Collection[DeclaredPlace], labels: dict[int, ActivityFacts]) -> tuple[str, ...]:
    ids = {activity for one in places for activity in one.place.activities}
    return tuple(label.label for label in labels.values() if label.id in ids)


def _since(*, actor: Actor, cpts_id: int, professional_ids: Collection[int]) -> dict[int, date]:
    """The last time that a professional chose this CPTS here by himself; else what the national file says."""
    found = directory.registered_since(actor=actor, cpts_id=cpts_id, professional_ids=professional_ids)
    chosen = ParticipationChange.objects.filter(professional_id__in=professional_ids, user_id__isnull=False)
    rows = chosen.order_by("at", "id")
    for professional, at, before, after in rows.values_list("professional_id", "at", "before", "after"):
        if professional and _chose(after, cpts_id) and not _chose(before, cpts_id):
            found[professional] = at.astimezone(_PARIS).date()
    return found


def _chose(columns: dict[str, object], cpts_id: int) -> bool:
    return columns.get("via") == Via.CPTS and columns.get("structure_id", columns.get("structure")) == cpts_id
