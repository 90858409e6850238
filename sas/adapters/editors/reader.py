"""An editor's answer, held against what was asked: nothing is taken on trust, nothing is left out unsaid."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from sas.adapters.editors import resources, slots
from sas.adapters.editors.bundles import UNREADABLE, Contents, Page
from sas.adapters.editors.protocol import PROFESSIONALS, STRUCTURES
from sas.adapters.editors.resources import (
    Identifier,
    Location,
    Organization,
    Practitioner,
    PractitionerRole,
    Schedule,
    Slot,
    Telecom,
)
from sas.adapters.editors.slots import Facts, words
from sas.adapters.editors.values import Asked, Dropped, Endpoint, FreeSlot, Kind, Label, Site

_PHONE = re.compile(r"\+[0-9]{6,15}")


def read(pages: Iterable[Page], *, endpoint: Endpoint, asked: Asked) -> tuple[tuple[Site, ...], dict[str, int]]:
    """The places with their free slots, and what was left out, counted by reason.

    A place without a slot is not told. The same slot told twice counts once.
    """
    dropped = Counter[str]()
    contents = Contents(pages, dropped)
    reading = _Reading(contents, endpoint, asked, dropped)
    for slot in contents.slots:
        if reason := reading.take(slot):
            dropped[reason] += 1
    return reading.sites(), {str(reason): count for reason, count in sorted(dropped.items()) if count}


@dataclass(slots=True)
class _Reading:
    """One answer while it is read."""

    contents: Contents
    endpoint: Endpoint
    asked: Asked
    dropped: Counter[str]
    _facts: dict[bytes, Facts] = field(default_factory=dict)
    _links: dict[str, str | None] = field(default_factory=dict)
    _where: dict[int, Site | Dropped] = field(default_factory=dict)
    _found: dict[tuple[str | None, str], tuple[Site, list[FreeSlot], set[datetime | None]]] = field(
        default_factory=dict
    )
    _ids: set[str] = field(default_factory=set)

    def take(self, slot: Slot) -> Dropped | None:
        """Keep a slot at its place, or say why not."""
        if wrong := slots.wrong_with(slot, self.asked):
            return wrong
        schedule = self.contents.find(slot.schedule, Schedule)
        if schedule is None:
            return Dropped.NO_SCHEDULE
        where = self._where.get(id(schedule))
        if where is None:
            where = self._where[id(schedule)] = self._place(schedule)
        if isinstance(where, Dropped):
            return where
        try:
            told = self._facts_of(slot)
        except UNREADABLE:
            return Dropped.UNREADABLE
        return self._keep(slot, where, told=told) if told.labels else Dropped.NO_LABEL

    def _facts_of(self, slot: Slot) -> Facts:
        """Read once for all the slots that say the same."""
        parts = (slot.meta, slot.service_type, slot.specialty, slot.appointment_type)
        key = b"\n".join(map(bytes, parts))
        if (found := self._facts.get(key)) is None:
            found = self._facts[key] = slots.facts(slot, self.asked.kind, contents=self.contents)
        return found

    def _link(self, comment: str) -> str | None:
        if comment not in self._links:
            self._links[comment] = slots.link(comment, self.endpoint)
        return self._links[comment]

    def _keep(self, slot: Slot, where: Site, *, told: Facts) -> Dropped | None:
        _, kept, starts = self._found.setdefault((where.professional, where.local_id), (where, [], set()))
        if slot.id in self._ids or slot.start in starts:
            return Dropped.DUPLICATE
        self._ids.add(slot.id)
        starts.add(slot.start)
        url = self._link(slot.comment) if slot.comment is not None else None
        if slot.comment is not None and url is None:
            self.dropped[Dropped.LINK] += 1
        if not told.modalities:
            self.dropped[Dropped.MODALITY] += 1
        if Label.CPTS in told.labels and not told.cpts:
            self.dropped[Dropped.CPTS] += 1
        kept.append(slots.free(slot, told, url=url))
        return None

    def sites(self) -> tuple[Site, ...]:
        """The places in the order of the answer, the slots of each in time."""
        kept = ((site, some) for site, some, _ in self._found.values() if some)
        return tuple(replace(site, slots=tuple(sorted(some, key=_in_time))) for site, some in kept)

    def _place(self, schedule: Schedule) -> Site | Dropped:
        return self._of_sos(schedule) if self.asked.kind is Kind.SOS else self._of_professional(schedule)

    def _of_professional(self, schedule: Schedule) -> Site | Dropped:
        actors, find = schedule.actor or (), self.contents.find
        people = [found for actor in actors if (found := find(actor, Practitioner))]
        roles = [one for actor in actors if (one := find(actor, PractitionerRole))]
        people += [own for role in roles if (own := find(role.practitioner, Practitioner))]
        numbers = {_number(person.identifier, PROFESSIONALS, self.asked) for person in people}
        if not numbers:
            return Dropped.NO_ACTOR
        if len(numbers) > 1 or len(roles) > 1:
            return Dropped.TWO_ACTORS
        (number,) = numbers
        if isinstance(number, Dropped):
            return number
        return self._at(roles[0], number) if roles else Dropped.NO_LOCATION

    def _at(self, role: PractitionerRole, number: str) -> Site | Dropped:
        location = self._location(role)
        numbered = _identifiers(location.identifier if location else None)
        if role.organization:
            structure = self.contents.find(role.organization, Organization)
            named = (role.organization.identifier,) if role.organization.identifier else ()
            numbered += _identifiers((*named, *((structure.identifier if structure else None) or ())))
        if location is None and not numbered:
            return Dropped.NO_LOCATION
        phone = _phone(role.telecom) or (_phone(location.telecom) if location else "")
        site = _site(location or Location(), role.id, identifiers=numbered, phone=phone)
        return replace(site, professional=number)

    def _location(self, role: PractitionerRole) -> Location | None:
        """The one inside, or one that came beside."""
        inside = dict[str, Location]()
        for raw in role.contained or ():
            try:
                one = resources.location(raw)
            except UNREADABLE:
                continue
            inside[f"#{one.id}"] = one
        for reference in role.location or ():
            if found := inside.get(reference.reference or "") or self.contents.find(reference, Location):
                return found
        return None

    def _of_sos(self, schedule: Schedule) -> Site | Dropped:
        places = [one for actor in schedule.actor or () if (one := self.contents.find(actor, Location))]
        if len(places) != 1:
            return Dropped.TWO_ACTORS if places else Dropped.NO_LOCATION
        (place,) = places
        association = self.contents.find(place.managing_organization, Organization)
        if association is None:
            return Dropped.NO_ACTOR
        number = _number(association.identifier, STRUCTURES, self.asked)
        if isinstance(number, Dropped):
            return number
        identifiers = _identifiers(place.identifier)
        site = _site(place, place.id, identifiers=identifiers, phone=_phone(place.telecom))
        return replace(site, association=number[1:])


def _number(given: Iterable[Identifier] | None, system: str, asked: Asked) -> str | Dropped:
    """The identifier that was asked about, or why there is none: one without its prefix could be somebody else's."""
    told = [(one.system or "", one.value) for one in given or () if one.value]
    for value in asked.identifiers:
        if (system, value) in told:
            return value
    bare = {(name, value) for value in asked.identifiers for name in (system, system.removeprefix("urn:oid:"))}
    bare |= {(name, value[1:]) for name, value in bare}
    return Dropped.UNPREFIXED if bare & set(told) else Dropped.NOT_ASKED


def _identifiers(given: Iterable[Identifier] | None) -> tuple[tuple[str, str], ...]:
    told = ((words(one.system), words(one.value)) for one in given or ())
    return tuple(dict.fromkeys((system, value) for system, value in told if value))


def _phone(given: Iterable[Telecom] | None) -> str:
    told = (one.value or "" for one in given or () if one.system == "phone")
    return next((value for value in told if _PHONE.fullmatch(value)), "")


def _in_time(slot: FreeSlot) -> tuple[datetime, datetime, str]:
    return slot.start, slot.end, slot.slot_id


def _site(place: Location, local_id: str, *, identifiers: tuple[tuple[str, str], ...], phone: str) -> Site:
    address = place.address or resources.Address()
    return Site(
        professional=None,
        association=None,
        identifiers=identifiers,
        local_id=local_id,
        name=words(place.name),
        line=words(", ".join(one for one in address.line or () if one)),
        postal_code=words(address.postal_code, most=10),
        city=words(address.city),
        phone=phone,
        slots=(),
        point=_point(place),
    )


def _point(place: Location) -> tuple[float, float] | None:
    try:
        told = resources.position(place.position)
    except UNREADABLE:
        return None
    if told is None or told.latitude is None or told.longitude is None:
        return None
    on_earth = abs(told.latitude) <= 90 and abs(told.longitude) <= 180
    return (round(told.latitude, 6), round(told.longitude, 6)) if on_earth else None
