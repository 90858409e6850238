"""The demonstration's Annuaire Santé extract, in the columns of the real one."""

import zipfile
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from pathlib import Path

from simulators.population.people import Person, PlaceOfCare

NAME = "PS_LibreAcces_Personne_activite_202611200800.txt"
COLUMNS = (
    "Type d'identifiant PP", "Identifiant PP", "Identification nationale PP", "Code civilité d'exercice",
    "Libellé civilité d'exercice", "Code civilité", "Libellé civilité", "Nom d'exercice", "Prénom d'exercice",
    "Code profession", "Libellé profession", "Code catégorie professionnelle", "Libellé catégorie professionnelle",
    "Code type savoir-faire", "Libellé type savoir-faire", "Code savoir-faire", "Libellé savoir-faire",
    "Code mode exercice", "Libellé mode exercice", "Numéro SIRET site", "Numéro SIREN site", "Numéro FINESS site",
    "Numéro FINESS établissement juridique", "Identifiant technique de la structure", "Raison sociale site",
    "Enseigne commerciale site", "Complément destinataire (coord. structure)",
    "Complément point géographique (coord. structure)", "Numéro Voie (coord. structure)",
    "Indice répétition voie (coord. structure)", "Code type de voie (coord. structure)",
    "Libellé type de voie (coord. structure)", "Libellé Voie (coord. structure)",
    "Mention distribution (coord. structure)", "Bureau cedex (coord. structure)", "Code postal (coord. structure)",
    "Code commune (coord. structure)", "Libellé commune (coord. structure)", "Code pays (coord. structure)",
    "Libellé pays (coord. structure)", "Téléphone (coord. structure)", "Téléphone 2 (coord. structure)",
    "Télécopie (coord. structure)", "Adresse e-mail (coord. structure)", "Code Département (structure)",
    "Libellé Département (structure)", "Ancien identifiant de la structure", "Autorité d'enregistrement",
    "Code secteur d'activité", "Libellé secteur d'activité", "Code section tableau pharmaciens",
    "Libellé section tableau pharmaciens",
)  # fmt: skip
HEADER = "|".join(COLUMNS) + "|"
_DOCTORS = frozenset({"10", "40", "50"})
_MODES = {"L": "Libéral", "S": "Salarié", "B": "Bénévole"}


def write(path: Path, persons: Iterable[Person]) -> None:
    """A zip as the national portal gives it."""
    # A fixed date: the same seed gives the same bytes.
    member = zipfile.ZipInfo(NAME, date_time=(2026, 11, 20, 8, 0, 0))
    member.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(path, "w") as archive, archive.open(member, "w") as raw:
        text = TextIOWrapper(raw, encoding="utf-8", newline="\n")
        text.writelines(f"{line}\n" for line in lines(persons))
        text.detach()


def lines(persons: Iterable[Person]) -> Iterator[str]:
    """The header, then one line per professional and place."""
    yield HEADER
    for person in persons:
        for place in person.places:
            yield line(person, place)


def line(person: Person, place: PlaceOfCare) -> str:
    """One line, with the bar that ends every line."""
    told = _of_person(person) | _of_place(place)
    return "|".join(told.get(column, "") for column in COLUMNS) + "|"


def _of_person(person: Person) -> dict[str, str]:
    practice, is_doctor = person.practice, person.practice.profession in _DOCTORS
    return {
        "Type d'identifiant PP": "8",
        "Identifiant PP": person.rpps,
        "Identification nationale PP": person.national_id,
        "Code civilité d'exercice": "DR" if is_doctor else "",
        "Libellé civilité d'exercice": "Docteur" if is_doctor else "",
        "Nom d'exercice": person.family_name,
        "Prénom d'exercice": person.given_name,
        "Code profession": practice.profession,
        "Libellé profession": practice.profession_label,
        "Code catégorie professionnelle": "C",
        "Libellé catégorie professionnelle": "Civil",
        "Code type savoir-faire": "S" if practice.specialty else "",
        "Libellé type savoir-faire": "Spécialité ordinale" if practice.specialty else "",
        "Code savoir-faire": practice.specialty,
        "Libellé savoir-faire": practice.specialty_label,
    }


def _of_place(place: PlaceOfCare) -> dict[str, str]:
    where, town = place.address, place.address.commune
    kind, _, street = where.street.partition(" ")
    return {
        "Code mode exercice": place.mode,
        "Libellé mode exercice": _MODES[place.mode],
        "Numéro FINESS site": place.finess,
        "Identifiant technique de la structure": place.rang,
        "Raison sociale site": place.site_name,
        "Numéro Voie (coord. structure)": str(where.number),
        "Libellé type de voie (coord. structure)": kind,
        "Libellé Voie (coord. structure)": street,
        "Bureau cedex (coord. structure)": f"{where.postal_code} {town.name.upper()}",
        "Code postal (coord. structure)": where.postal_code,
        "Code commune (coord. structure)": town.code,
        "Libellé commune (coord. structure)": town.name,
        "Téléphone (coord. structure)": place.phone,
        "Code Département (structure)": town.departement,
        "Code secteur d'activité": _sector(place),
    }


def _sector(place: PlaceOfCare) -> str:
    """A health centre, a group practice, a hospital or a practice of one's own."""
    if place.finess:
        return "SA05" if place.mode == "S" else "SA08"
    return "SA07" if place.mode == "L" else "SA01"
