"""What a search must find, told from the rooms below by loops and comparisons: nothing of the engine is used."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sas.rooms.availability.models import Agenda, AgendaSlot, TakenPlaces, UnavailabilityPeriod
from sas.rooms.directory.models import Activity, Place, Structure
from sas.rooms.offer.enums import AreaKind, Mode
from sas.rooms.offer.queries import Filters, SearchCriteria
from sas.rooms.offer.rules import shuffle_of
from sas.rooms.participation.models import ProfessionalSettings, StructureSettings
from sas.timetable.modality import Modality
from sas.timetable.ranking import Choice, shuffled
from tests.factories.offers import great_circle_m
from tests.rooms.offer.told import Free, Heard, heard, told

HOURS = ((0, 4), (4, 8), (8, 12), (12, 24), (24, 48), (48, 72))
SECTORS = ("unknown", "none", "sector_1", "sector_1_excess", "sector_2")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Known:
    """A place, as the truth has it at one instant."""

    id: int
    point: tuple[float, float]
    name: str
    number: str
    activities: frozenset[int]
    types: frozenset[str]
    sector: int
    participates: bool
    en_sus: bool
    package: bool
    cpts: int | None
    away: bool
    free: tuple[Free, ...]
    unread: bool


def country(place_ids: Iterable[int], now: datetime) -> list[Known]:
    """Every place."""
    rows = Place.objects.filter(id__in=place_ids).select_related("professional", "structure").order_by("id")
    types = {one.id: one.profession_code or one.code for one in Activity.objects.all()}
    by_editors = heard()
    return [_known(row, types, by_editors, now=now) for row in rows]


def _holes(place: Place) -> list[tuple[datetime, datetime | None]]:
    zone = ZoneInfo(place.time_zone)
    rows = UnavailabilityPeriod.objects.filter(place=place)
    midnight = datetime.min.time()
    found: list[tuple[datetime, datetime | None]] = [
        (datetime.combine(r.first_day, midnight, zone), datetime.combine(r.last_day + DAY, midnight, zone))
        for r in rows
    ]
    since = Agenda.objects.filter(place=place).values_list("unavailable_since", flat=True).first()
    return [*found, *([(since, None)] if since else [])]


def _hidden(holes: list[tuple[datetime, datetime | None]], moment: datetime) -> bool:
    return any(start <= moment and (end is None or moment < end) for start, end in holes)


def _away(place: Place, now: datetime) -> bool:
    """Every quarter of an hour of the two days, and their very end, is hidden."""
    holes = _holes(place)
    quarters = [now + timedelta(minutes=15 * at) for at in range(4 * 48)]
    return all(_hidden(holes, moment) for moment in [*quarters, now + 2 * DAY - timedelta(microseconds=1)])


def _known(place: Place, types: dict[int, str], by_editors: Heard, *, now: datetime) -> Known:
    flags, is_open = _flags(place)
    elsewhere, unread = told(place, by_editors, now)
    free = elsewhere if elsewhere is not None else _free(place, now) if is_open else ()
    return Known(
        id=place.id,
        point=(place.lat, place.lon),
        name=place.name_key,
        number=place.professional.national_id[1:] if place.professional else "",
        activities=frozenset(place.activities),
        types=frozenset(types[one] for one in place.activities),
        sector=SECTORS.index(place.convention_sector),
        participates=flags[0],
        en_sus=flags[1],
        package=flags[2],
        cpts=flags[3],
        away=_away(place, now),
        free=tuple(free),
        unread=unread,
    )


def _flags(place: Place) -> tuple[tuple[bool, bool, bool, int | None], bool]:
    """Participates, en sus, package, CPTS; and whether the agenda is open."""
    if place.structure:
        kind, said = place.structure.kind, StructureSettings.objects.get(structure=place.structure)
        part = {"cds": said.participates and said.practitioner_count > 0, "sos": said.participates}.get(kind, False)
        return (part, part, False, None), True
    said = ProfessionalSettings.objects.get(professional=place.professional)
    cpts = said.structure_id if place.id in said.cpts_places else None
    return (said.via > 0, said.via > 0, said.reorientation_package, cpts), said.editor_slots_refused


def _free(place: Place, now: datetime) -> Iterable[Free]:
    zone, holes = ZoneInfo(place.time_zone), _holes(place)
    for slot in AgendaSlot.objects.filter(place=place):
        for ahead in range(-2, 7):
            day = now.date() + ahead * DAY
            takes_place = day >= slot.first_day and (day - slot.first_day).days % 7 == 0
            if not takes_place or (slot.last_day and day > slot.last_day):
                continue
            start, end = (datetime.combine(day, at, zone) for at in (slot.start, slot.end))
            last = end if slot.patients else start
            taken = TakenPlaces.objects.filter(slot=slot, day=day).values_list("taken", flat=True).first() or 0
            if last > now and taken < (slot.patients or 1) and not _hidden(holes, max(start, now)):
                yield Free(start, end, last, slot.modalities)


@dataclass(frozen=True)
class Searched:
    """What the words mean, and the rest of the search."""

    criteria: SearchCriteria
    activities: frozenset[int]
    name: str
    number: str
    now: datetime
    covering: frozenset[int]
    types: frozenset[str]
    """Of the activities that the words mean; empty for a name or a number, which mean all."""
    sees: frozenset[str]
    """The labels of the slots that whoever searches may see."""

    @property
    def by_name(self) -> bool:
        """Whoever is asked for is found, away or without slot."""
        return bool(self.name or self.number)

    @property
    def horizon(self) -> datetime:
        """Midnight after the day after tomorrow, where the search is."""
        local = self.now.astimezone(ZoneInfo(self.criteria.area.time_zone))
        return datetime.combine(local.date() + 3 * DAY, datetime.min.time(), local.tzinfo)


def answers(places: list[Known], searched: Searched) -> list[tuple[int, int | None]]:
    """(place, CPTS that it stands for) in the published order."""
    kept = [place for place in places if _fits(place, searched)]
    found: list[tuple[int, int | None]] = []
    for place in sorted(kept, key=lambda one: _key(one, searched)):
        group = place.cpts if place.cpts in searched.covering else None
        if group is None or group not in [one for _, one in found]:
            found.append((place.id, group))
    return found


def covering(token: str) -> frozenset[int]:
    """The CPTS of the commune of a search."""
    kind, _, rest = token.partition(":")
    commune = "" if kind == AreaKind.DEPARTEMENT else rest.split(":")[0]
    return frozenset(one.id for one in Structure.objects.filter(kind="cpts") if commune in one.zone_communes)


def near(places: list[Known], searched: Searched) -> list[Known]:
    """Those that the words mean in the disc, there or asked for by name, whatever else is asked of them."""
    radius = searched.criteria.area.radius_km * 1000
    meant = [one for one in places if _meant(one, searched) and _metres(one, searched) <= radius]
    return [one for one in meant if searched.by_name or not one.away]


def _metres(place: Known, searched: Searched) -> float:
    return great_circle_m((searched.criteria.area.lat, searched.criteria.area.lon), place.point)


def _shown(place: Known, searched: Searched) -> list[Free]:
    return [free for free in place.free if free.start < searched.horizon and free.labels & searched.sees]


def _fitting(place: Known, searched: Searched) -> list[Free]:
    filters, now = searched.criteria.filters, searched.now

    def in_bands(free: Free) -> bool:
        spans = [(now + timedelta(hours=a), now + timedelta(hours=b)) for a, b in (HOURS[at] for at in filters.bands)]
        return not spans or any(free.start < high and free.end > low for low, high in spans)

    of_kind = [
        free for free in _shown(place, searched) if not filters.modalities or free.modalities & filters.modalities
    ]
    return [free for free in of_kind if in_bands(free)]


def _fits(place: Known, searched: Searched) -> bool:
    criteria, filters = searched.criteria, searched.criteria.filters
    metres = _metres(place, searched)
    asked = {
        Mode.SLOTS: searched.by_name or place.unread or bool(_fitting(place, searched)),
        Mode.OVERBOOKING: place.en_sus,
        Mode.PACKAGE: place.package,
    }
    return (
        asked[criteria.mode]
        and (not (filters.bands or filters.modalities) or bool(_fitting(place, searched)))
        and (not filters.types or bool(_types_meant(place, searched) & filters.types))
        and (not filters.conventions or place.sector in filters.conventions)
        and (not filters.distance_km or metres <= filters.distance_km * 1000)
        and (not filters.participates or place.participates)
        and place.id not in criteria.excluded
    )


def _meant(place: Known, searched: Searched) -> bool:
    if searched.number:
        return place.number == searched.number
    return searched.name in place.name if searched.name else bool(place.activities & searched.activities)


def _types_meant(place: Known, searched: Searched) -> frozenset[str]:
    of_cpts = {"cpts"} if place.cpts in searched.covering else set()
    return (place.types & searched.types if searched.types else place.types) | of_cpts


def _key(place: Known, searched: Searched) -> tuple[object, ...]:
    criteria, fitting = searched.criteria, _fitting(place, searched)
    metres = _metres(place, searched)
    mixed = shuffled(shuffle_of(place.id), criteria.seed)
    first = max(min(free.start for free in fitting), searched.now).timestamp() if fitting else float("inf")
    chosen = {Choice.PUBLISHED: 0, Choice.EARLIEST: first, Choice.NEAREST: metres}[criteria.choice]
    among = metres if criteria.area.kind == AreaKind.ADDRESS else mixed
    return (not _shown(place, searched), chosen, not place.participates, among, place.id)


def counts(places: list[Known], searched: Searched, types: Iterable[str]) -> dict[str, dict[str, int]]:
    """What each value alone would leave in place of its filter's own choice; without those that leave none."""
    values: dict[str, dict[str, dict[str, object]]] = {
        "type": {code: {"types": frozenset({code})} for code in types},
        "sous": {str(at): {"bands": frozenset({at})} for at in range(len(HOURS))},
        "consultation": {str(int(one)): {"modalities": one} for one in Modality},
        "convention": {str(at): {"conventions": frozenset({at})} for at in range(len(SECTORS))},
        "km": {str(km): {"distance_km": km} for km in (1, 2, 5, 10, 20, 50)},
        "sas": {"1": {"participates": True}},
    }
    found = {
        name: {value: len(answers(places, _with(searched, change))) for value, change in changes.items()}
        for name, changes in values.items()
    }
    return {name: {value: count for value, count in one.items() if count} for name, one in found.items()}


def _with(searched: Searched, change: dict[str, object]) -> Searched:
    filters: Filters = replace(searched.criteria.filters, **change)
    return replace(searched, criteria=replace(searched.criteria, filters=filters))
