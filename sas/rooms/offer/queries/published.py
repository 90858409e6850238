"""What another program may read of the agendas kept here: places that a regulator could be shown, and when they open.

Openings are those of the read model: full, hidden or past ones are not there, and nothing tells of a patient.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sas.actor import Actor
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import HouseContact, PlaceFacts, ProfessionalFacts, StructureFacts
from sas.rooms.offer.models import OfferCard
from sas.statements import run
from sas.timetable.modality import Modality

_OPENINGS = """
select place_id, slot_id, day, start, minutes, modalities
from offer_offeropening
where place_id = any(%(places)s) and start >= %(since)s and start <= %(until)s and until > %(now)s and minutes > 0
order by place_id, start, slot_id
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose agendas: national ids of professionals, FINESS or SIRET numbers of structures, and ids here.

    Of a structure: the agendas that it keeps itself; `members`: those of the places declared in it too (CPTS).
    """

    national_ids: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    professional_ids: frozenset[int] = frozenset()
    structure_ids: frozenset[int] = frozenset()
    place_ids: frozenset[int] = frozenset()
    members: bool = False


@dataclass(frozen=True, slots=True)
class PublishedSlot:
    """An occurrence that can be given; instants in UTC, `day` on the wall of the place."""

    slot_id: int
    day: date
    start: datetime
    end: datetime
    modalities: Modality


@dataclass(frozen=True, slots=True)
class PublishedPlace:
    """A place, of a professional or of a structure, with what opens there.

    `number`: its IDNST, empty when it has none. `cpts`: the one in which it is declared, with how to reach it.
    `specialties`: codes of the nomenclature TRE_R38.
    """

    place: PlaceFacts
    number: str
    professional: ProfessionalFacts | None
    structure: StructureFacts | None
    cpts: StructureFacts | None
    cpts_contact: HouseContact | None
    specialties: tuple[str, ...]
    slots: tuple[PublishedSlot, ...]


def published(
    *, actor: Actor, asked: Asked, since: datetime, until: datetime, now: datetime
) -> tuple[PublishedPlace, ...]:
    """Those of them that are offered, by id, with what begins between `since` and `until`, both included.

    The number of questions does not depend on how many are asked for.
    """
    places = _places(asked, actor=actor)
    cards = OfferCard.objects.filter(place_id__in=places).values_list("place_id", "cpts_id")
    offered = dict(cards.order_by("place_id"))
    openings = _openings(offered, since=since, until=until, now=now)
    numbers = directory.place_numbers(actor=actor, place_ids=offered)
    people = {one.id: one for one in directory.professionals(actor=actor, ids=_people(places.values()))}
    houses = {one.id: one for one in directory.structures(actor=actor, ids=_houses(places.values(), offered.values()))}
    contacts = directory.house_contacts(actor=actor, structure_ids=[one for one in offered.values() if one])
    codes = {one.id: one.code for one in directory.activities(actor=actor) if one.profession_code}
    return tuple(
        PublishedPlace(
            place=places[place],
            number=numbers.get(place, ""),
            professional=people.get(places[place].professional_id or 0),
            structure=houses.get(places[place].addressed_structure_id or 0),
            cpts=houses.get(cpts or 0),
            cpts_contact=contacts.get(cpts or 0),
            specialties=tuple(codes[one] for one in places[place].activities if one in codes),
            slots=tuple(openings[place]),
        )
        for place, cpts in offered.items()
    )


def _places(asked: Asked, *, actor: Actor) -> dict[int, PlaceFacts]:
    people = {one.id for one in directory.professionals(actor=actor, national_ids=asked.national_ids)}
    houses = {one.id for one in directory.structures(actor=actor, numbers=asked.numbers)} | asked.structure_ids
    of_people = directory.place_ids_of(actor=actor, professionals=people | asked.professional_ids, structures=())
    of_houses = directory.place_ids_of(actor=actor, professionals=(), structures=houses)
    declared = OfferCard.objects.filter(cpts_id__in=houses) if asked.members and houses else OfferCard.objects.none()
    wanted = of_people | asked.place_ids | frozenset(declared.values_list("place_id", flat=True))
    found = directory.places(actor=actor, place_ids=wanted | of_houses)
    return {number: one for number, one in found.items() if number in wanted or one.professional_id is None}


def _people(places: Collection[PlaceFacts]) -> set[int]:
    return {place.professional_id for place in places if place.professional_id}


def _houses(places: Collection[PlaceFacts], cpts: Collection[int | None]) -> set[int]:
    own = {place.addressed_structure_id for place in places}
    return {one for one in (*own, *cpts) if one}


def _openings(
    places: Collection[int], *, since: datetime, until: datetime, now: datetime
) -> defaultdict[int, list[PublishedSlot]]:
    found: defaultdict[int, list[PublishedSlot]] = defaultdict(list)
    asked = {"places": list(places), "since": since, "until": until, "now": now}
    for place, slot, day, start, minutes, modalities in run(_OPENINGS, asked):
        end = start + timedelta(minutes=minutes)
        found[place].append(PublishedSlot(slot, day, start, end, Modality(modalities)))
    return found
