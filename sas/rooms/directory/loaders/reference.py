"""Load what is shipped: départements with radii, communes, activities. Safe to run again at each upgrade."""

import hashlib
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Model

from sas.actor import Actor
from sas.rooms.directory.enums import ActivityKind, StructureKind
from sas.rooms.directory.loaders import gazetteer
from sas.rooms.directory.loaders.gazetteer import CommuneRow, ConceptRow
from sas.rooms.directory.models import Activity, Commune, Departement, ReferenceVersion
from sas.rooms.directory.rules import comparing, search_key

DEFAULT_CITY_RADIUS_KM = 10
GUYANE_CITY_RADIUS_KM = 50
MEAN_EARTH_KM = 6371.0088

# Overseas zones (sas-domain §1.13); every other département keeps Paris time.
TIME_ZONES = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
    "984": "Indian/Kerguelen",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}
_MARQUESAS = frozenset({"98718", "98723", "98731", "98750", "98756", "98757"})
_GAMBIER = "98719"

# The nomenclature has three codes for general practice; patients and regulators know one doctor.
GENERAL_PRACTICE = "SM54"
MERGED_SPECIALTIES = {"SM26": GENERAL_PRACTICE, "SM53": GENERAL_PRACTICE}
_LABELS = {GENERAL_PRACTICE: "Médecin généraliste"}
_ALIASES = {
    GENERAL_PRACTICE: ["medecine generale", "consultation de medecine generale", "generaliste", "mg"],
    "cds": ["cds", "centre de sante"],
    "msp": ["msp", "maison de sante"],
    "cpts": ["cpts"],
    "sos": ["sos medecins", "sos medecin"],
    "establishment": ["hopital", "clinique"],
}


def time_zone_of(*, departement: str, commune: str = "") -> str:
    """The IANA zone of a commune (sas-domain §1.13)."""
    if commune in _MARQUESAS:
        return "Pacific/Marquesas"
    if commune == _GAMBIER:
        return "Pacific/Gambier"
    return TIME_ZONES.get(departement, "Europe/Paris")


_RADII = ("lat", "lon", "county_radius_km", "city_radius_km")


def load_if_changed(*, actor: Actor, now: datetime) -> bool:
    """Load when the shipped files, or how they are read, differ from what was loaded last; tell whether they did.

    `now` is aware. Reading 35,000 communes again would take most of each start of a platform already up to date.
    """
    version = _version()
    if ReferenceVersion.objects.filter(version=version).exists():
        return False
    with transaction.atomic():
        load(actor=actor)
        ReferenceVersion.objects.exclude(version=version).delete()
        ReferenceVersion.objects.create(version=version, loaded_at=now)
    return True


def _version() -> str:
    """Changes with the shipped files and with the code that turns them into rows."""
    digest = hashlib.sha256()
    shipped = sorted(files("sas.rooms.directory").joinpath("data").iterdir(), key=lambda one: one.name)
    code = [Path(str(module)) for module in (__file__, gazetteer.__file__, comparing.__file__)]
    for file in (*shipped, *code):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def load(*, actor: Actor) -> None:
    """Insert or refresh every reference row; nothing is removed, codes in use stay."""
    with transaction.atomic():
        _upsert(Departement, _departements(), unique=["code"], ours=_RADII, unless="edited_at")
        _upsert(Commune, _communes(), unique=["code"])
        _upsert(Activity, _activities(), unique=["kind", "code"])


def _upsert(
    model: type[Model], rows: Iterable[Model], *, unique: list[str], ours: Collection[str] = (), unless: str = ""
) -> None:
    """COPY into a temporary table, then one UPDATE and one INSERT: 35,000 communes in a second.

    Columns of `ours` stay as they are in a row whose column `unless` is set, which no load writes (F-228).
    Not INSERT … ON CONFLICT, which draws an id for every row that is already there: the small ids of activities would
    run out after some two hundred upgrades.
    """
    described = model._meta  # noqa: SLF001 (Django's documented way to know a model's columns)
    fields = [field for field in described.concrete_fields if field.column not in (None, "id", unless)]
    table, listed = described.db_table, ", ".join(str(field.column) for field in fields)
    changes = [str(field.column) for field in fields if field.column not in unique]
    new = [_incoming(column, unless=unless if column in ours else "") for column in changes]
    written = ", ".join(f"{column} = {value}" for column, value in zip(changes, new, strict=True))
    same = " and ".join(f"kept.{column} = incoming.{column}" for column in unique)
    kept, values = ", ".join(f"kept.{column}" for column in changes), ", ".join(new)
    with connection.cursor() as cursor:
        cursor.execute(f"create temporary table incoming on commit drop as select {listed} from {table} limit 0")
        with cursor.copy(f"copy incoming ({listed}) from stdin") as copy:
            for row in rows:
                copy.write_row([getattr(row, field.attname) for field in fields])
        differs = f"({kept}) is distinct from ({values})"
        cursor.execute(f"update {table} kept set {written} from incoming where {same} and {differs}")
        cursor.execute(
            f"insert into {table} ({listed}) select {listed} from incoming"
            f" where not exists (select from {table} kept where {same})"
        )
        cursor.execute("drop table incoming")


def _incoming(column: str, *, unless: str) -> str:
    if not unless:
        return f"incoming.{column}"
    return f"case when kept.{unless} is null then incoming.{column} else kept.{column} end"


def _departements() -> Iterator[Departement]:
    radii = gazetteer.radii()
    members: dict[str, list[CommuneRow]] = defaultdict(list)
    for commune in gazetteer.communes():
        members[commune.departement].append(commune)
    for row in gazetteer.departements():
        lat, lon, county_radius = _centre(members[row.code])
        published = radii.get(row.code)
        if published and published.county_radius_km:
            lat, lon, county_radius = published.lat, published.lon, published.county_radius_km
        default = GUYANE_CITY_RADIUS_KM if row.code == "973" else DEFAULT_CITY_RADIUS_KM
        city_radius = (published.city_radius_km if published else 0) or default
        yield Departement(
            code=row.code,
            name=row.name,
            region=row.region,
            lat=lat,
            lon=lon,
            county_radius_km=county_radius,
            city_radius_km=city_radius,
            time_zone=time_zone_of(departement=row.code),
            published_lat=lat,
            published_lon=lon,
            published_county_radius_km=county_radius,
            published_city_radius_km=city_radius,
        )


def _centre(communes: list[CommuneRow]) -> tuple[float, float, int]:
    """Population barycentre and the distance (km, rounded up) of the farthest commune (sas-domain §1.3)."""
    placed = [(c.lat, c.lon, max(c.population, 1)) for c in communes if c.lat is not None and c.lon is not None]
    if not placed:
        return 0.0, 0.0, 0
    people = sum(weight for _, _, weight in placed)
    lat = sum(la * weight for la, _, weight in placed) / people
    lon = sum(lo * weight for _, lo, weight in placed) / people
    return lat, lon, math.ceil(max(_kilometres(lat, lon, la, lo) for la, lo, _ in placed))


def _kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * MEAN_EARTH_KM * math.asin(math.sqrt(half))


def _communes() -> Iterator[Commune]:
    known = {row.code for row in gazetteer.departements()}
    for row in gazetteer.communes():
        if row.departement in known:
            yield Commune(
                code=row.code,
                name=row.name,
                name_key=search_key(row.name),
                departement_id=row.departement,
                parent_code=row.parent_code,
                postal_codes=list(row.postal_codes),
                population=row.population,
                lat=row.lat,
                lon=row.lon,
                time_zone=time_zone_of(departement=row.departement, commune=row.code),
            )


def _activities() -> Iterator[Activity]:
    for concept in gazetteer.specialties():
        if concept.code not in MERGED_SPECIALTIES:
            yield _activity(ActivityKind.SPECIALTY, concept)
    for concept in gazetteer.professions():
        yield _activity(ActivityKind.PROFESSION, concept)
    for kind in StructureKind:
        yield _activity(ActivityKind.STRUCTURE, ConceptRow(kind.value, str(kind.label)))


def _activity(kind: ActivityKind, concept: ConceptRow) -> Activity:
    label = _LABELS.get(concept.code, concept.label)
    return Activity(
        kind=kind.value,
        code=concept.code,
        label=label,
        label_key=search_key(label),
        profession_code=concept.profession_code,
        aliases=_ALIASES.get(concept.code, []),
    )
