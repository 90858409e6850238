"""The demonstration's files, in the formats of the national ones (docs/imports.md)."""

import csv
import random
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path

from pyproj import Transformer

from simulators.population.people import Address, Person, address, people, phone, towns_of

TERRITORIES = {
    "SAS 35 Ille-et-Vilaine": ("35",),
    "SAS 59 Nord": ("59",),
    "SAS Paris et petite couronne": ("75", "92", "93", "94"),
    "SAS La Réunion": ("974",),
}
# Places, then health centres, MSP, CPTS, SOS associations, hospitals of each territory.
SIZES = {
    "SAS 35 Ille-et-Vilaine": (2600, 20, 35, 16, 2, 12),
    "SAS 59 Nord": (3200, 26, 34, 16, 3, 14),
    "SAS Paris et petite couronne": (3700, 40, 20, 18, 4, 20),
    "SAS La Réunion": (1100, 10, 14, 8, 1, 6),
}
RPPS_NAME = "PS_LibreAcces_Personne_activite_202611200800.txt"
RPPS_COLUMNS = (
    "Type d'identifiant PP|Identifiant PP|Identification nationale PP|Code civilité d'exercice|Libellé civilité d'exercice"
    "|Code civilité|Libellé civilité|Nom d'exercice|Prénom d'exercice|Code profession|Libellé profession"
    "|Code catégorie professionnelle|Libellé catégorie professionnelle|Code type savoir-faire|Libellé type savoir-faire"
    "|Code savoir-faire|Libellé savoir-faire|Code mode exercice|Libellé mode exercice|Numéro SIRET site|Numéro SIREN site"
    "|Numéro FINESS site|Numéro FINESS établissement juridique|Identifiant technique de la structure|Raison sociale site"
    "|Enseigne commerciale site|Complément destinataire (coord. structure)|Complément point géographique (coord. structure)"
    "|Numéro Voie (coord. structure)|Indice répétition voie (coord. structure)|Code type de voie (coord. structure)"
    "|Libellé type de voie (coord. structure)|Libellé Voie (coord. structure)|Mention distribution (coord. structure)"
    "|Bureau cedex (coord. structure)|Code postal (coord. structure)|Code commune (coord. structure)"
    "|Libellé commune (coord. structure)|Code pays (coord. structure)|Libellé pays (coord. structure)"
    "|Téléphone (coord. structure)|Téléphone 2 (coord. structure)|Télécopie (coord. structure)"
    "|Adresse e-mail (coord. structure)|Code Département (structure)|Libellé Département (structure)"
    "|Ancien identifiant de la structure|Autorité d'enregistrement|Code secteur d'activité|Libellé secteur d'activité"
    "|Code section tableau pharmaciens|Libellé section tableau pharmaciens"
)
_COLUMN_COUNT = RPPS_COLUMNS.count("|") + 1
_CATEGORIES = {"cds": ("124", "Centre de Santé"), "msp": ("603", "Maison de santé (L.6223-3)"), "hospital": ("101", "Centre Hospitalier Régional")}  # fmt: skip
_PROJECTIONS = {"974": ("2975", "UTM_R974"), "": ("2154", "LAMBERT_93")}


@dataclass(frozen=True, slots=True)
class House:
    """A structure; `finess`, or `siret` for an SOS Médecins association."""

    kind: str
    name: str
    finess: str
    siret: str
    phone: str
    address: Address


@dataclass(frozen=True, slots=True)
class Population:
    """Everybody of the demonstration."""

    people: tuple[Person, ...]
    houses: tuple[House, ...]


def population(seed: int) -> Population:
    """The same for the same seed."""
    chance, everybody, houses = random.Random(seed), [], []
    for name, departements in TERRITORIES.items():
        towns = towns_of(departements)
        places, *counts = SIZES[name]
        found = list(people(chance, towns=towns, places=places))
        offset = len(everybody)
        everybody += [_renumbered(person, offset + at) for at, person in enumerate(found, start=1)]
        for kind, count in zip(("cds", "msp", "cpts", "sos", "hospital"), counts, strict=True):
            houses += [_house(chance, kind, towns, len(houses) + at) for at in range(1, count + 1)]
    return Population(tuple(everybody), tuple(houses))


def _renumbered(person: Person, number: int) -> Person:
    places = tuple((f"R99{number:07d}{at}", *rest) for at, (_, *rest) in enumerate(person.places))
    return Person(f"99{number:09d}", person.family_name, person.given_name, person.profession, person.specialty, places)


def _house(chance: random.Random, kind: str, towns: Sequence, number: int) -> House:  # type: ignore[type-arg]
    town = chance.choices(towns, [t.population for t in towns])[0]
    title = {"cds": "Centre de santé", "msp": "Maison de santé", "cpts": "CPTS", "sos": "SOS Médecins", "hospital": "Centre hospitalier"}[kind]
    finess = "" if kind == "sos" else f"99{number:07d}"
    siret = f"990{number:06d}00011" if kind == "sos" else ""
    return House(kind, f"{title} {town.name} {number}", finess, siret, phone(chance, town), address(chance, town))


def write_all(folder: Path, seed: int) -> Population:
    """Write rpps.zip, finess.csv and the structures set into the folder; returns what they hold."""
    folder.mkdir(parents=True, exist_ok=True)
    everybody = population(seed)
    with zipfile.ZipFile(folder / "rpps.zip", "w", zipfile.ZIP_DEFLATED) as archive, archive.open(RPPS_NAME, "w") as raw:
        text = TextIOWrapper(raw, encoding="utf-8", newline="\n")
        text.writelines(line + "\n" for line in rpps_lines(everybody.people))
        text.flush()
        text.detach()
    (folder / "finess.csv").write_text("\n".join(_finess_lines(everybody.houses)) + "\n", encoding="utf-8")
    _write_set(folder / "structures", everybody, random.Random(seed + 1))
    return everybody


def rpps_lines(persons: Iterable[Person]) -> Iterator[str]:
    """Header, then one line per professional and place."""
    yield RPPS_COLUMNS + "|"
    for person in persons:
        for place in person.places:
            yield rpps_line(person, *place)


def rpps_line(person: Person, rang: str, where: Address, number: str) -> str:
    """One line, with the trailing bar."""
    fields = [""] * _COLUMN_COUNT
    fields[0:3] = ["8", person.rpps, f"8{person.rpps}"]
    fields[3:5] = ["DR", "Docteur"] if person.profession in {"10", "40"} else ["", ""]
    fields[7:10] = [person.family_name, person.given_name, person.profession]
    fields[11] = "C"
    if person.specialty:
        fields[13], fields[15] = "S", person.specialty
    fields[17:19] = ["L", "Libéral"]
    fields[23] = rang
    kind, _, street = where.street.partition(" ")
    fields[28], fields[31], fields[32] = str(where.number), kind, street
    fields[35:38] = [where.postal_code, where.commune.code, where.commune.name]
    fields[40] = number
    fields[44], fields[48] = where.commune.departement, "SA07"
    return "|".join(fields) + "|"


def _finess_lines(houses: Sequence[House]) -> Iterator[str]:
    yield "finess;etalab;93;2026-11-20"
    known = [house for house in houses if house.kind in _CATEGORIES]
    for house in known:
        category, label = _CATEGORIES[house.kind]
        town, where = house.address.commune, house.address
        fields = [
            "structureet", house.finess, house.finess, house.name, house.name, "", "", str(where.number), "", where.street,
            "", "", town.code[len(town.departement):], town.departement, "", f"{where.postal_code} {town.name.upper()}",
            house.phone, "", category, label, "", "", "", "", "", "", "", "", "2020-01-01", "", "2026-01-01", "",
        ]  # fmt: skip
        yield ";".join(fields)
    for house in known:
        code, source = _PROJECTIONS.get(house.address.commune.departement, _PROJECTIONS[""])
        x, y = Transformer.from_crs("EPSG:4326", f"EPSG:{code}", always_xy=True).transform(house.address.lon, house.address.lat)
        yield f"geolocalisation;{house.finess};{x:.1f};{y:.1f};1,{source},100;2026-11-20"


def _write_set(folder: Path, everybody: Population, chance: random.Random) -> None:
    folder.mkdir(exist_ok=True)
    where = ("nom", "adresse", "code_postal", "code_commune", "telephone", "latitude", "longitude")
    cpts = [house for house in everybody.houses if house.kind == "cpts"]
    sos = [house for house in everybody.houses if house.kind == "sos"]
    _table(folder / "structures.csv", ("type", "finess", "siret", *where), [(h.kind, h.finess, h.siret, *_where(h.name, h.address, h.phone)) for h in (*cpts, *sos)])
    zones = {house.finess: _zone(house) for house in cpts}
    _table(folder / "cpts_zones.csv", ("finess", "code_commune"), [(finess, code) for finess, codes in zones.items() for code in codes])
    _table(folder / "cpts_members.csv", ("finess", "identifiant_national", "inscrit_le"), _members(everybody, zones, chance))
    points = [(h.siret, str(at), *_where(f"{h.name} – point {at}", _near(chance, h), h.phone)) for h in sos for at in (1, 2)]
    _table(folder / "sos_points.csv", ("siret", "point", *where), points)
    owner = ("identifiant_national", "identifiant_lieu")
    kept = [(f"8{p.rpps}", place[0]) for p in everybody.people for place in p.places]
    hours = [(*own, day, start, end) for own in kept[::3] for day in range(1, 6) for start, end in (("08:30", "12:00"), ("14:00", "18:30"))]
    _table(folder / "opening_hours.csv", (*owner, "jour", "debut", "fin"), hours)
    sectors = ("secteur_1", "secteur_1", "secteur_1", "secteur_2", "non_conventionne")
    _table(folder / "conventions.csv", (*owner, "secteur"), [(*own, chance.choice(sectors)) for own in kept])
    _table(folder / "ms_sante.csv", (*owner, "ms_sante"), [(*own, f"{own[0]}@medecin.mssante.example") for own in kept[::2]])


def _where(name: str, where: Address, number: str) -> tuple[str, ...]:
    return name, f"{where.number} {where.street}", where.postal_code, where.commune.code, number, f"{where.lat}", f"{where.lon}"


def _near(chance: random.Random, house: House) -> Address:
    return address(chance, house.address.commune)


def _zone(house: House) -> list[str]:
    """The twelve nearest communes of the département."""
    centre = house.address
    towns = towns_of((centre.commune.departement,))
    towns.sort(key=lambda town: ((town.lat or 0) - centre.lat) ** 2 + ((town.lon or 0) - centre.lon) ** 2)
    return [town.code for town in towns[:12]]


def _members(everybody: Population, zones: dict[str, list[str]], chance: random.Random) -> list[tuple[str, str, str]]:
    covering = {code: finess for finess, codes in zones.items() for code in codes}
    return [
        (covering[place[1].commune.code], f"8{person.rpps}", f"2025-{chance.randint(1, 12):02}-01")
        for person in everybody.people
        for place in person.places[:1]
        if place[1].commune.code in covering and chance.random() < 0.3
    ]


def _table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
