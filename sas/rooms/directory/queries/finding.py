"""Départements and communes by what is typed of their names: names and codes are those of the reference files."""

from dataclasses import dataclass
from functools import lru_cache

from django.db import connection

from sas.actor import Actor
from sas.rooms.directory.models import Departement, ReferenceVersion
from sas.rooms.directory.queries.reading import Town, departements_of, towns_by_code, towns_of
from sas.rooms.directory.rules import Names, search_key

_LINES = r"""
select string_agg('  ' || name_key || E' \t' || code || E'\n', '' order by population desc, code)
from directory_commune where lat is not null and parent_code = ''
"""


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    """What never changes between two loads of the reference files: codes and keys of names, the most peopled first."""

    departements: tuple[tuple[str, str], ...]
    communes: Names


@lru_cache(maxsize=1)
def _read(_version: str | None) -> _Gazetteer:
    with connection.cursor() as cursor:
        cursor.execute(_LINES)
        (lines,) = cursor.fetchone()
    rows = Departement.objects.order_by("code").values_list("code", "name")
    return _Gazetteer(tuple((code, search_key(name)) for code, name in rows), Names((lines or "").encode()))


def _gazetteer() -> _Gazetteer:
    """That of the reference files which stand in the tables: a load of others makes it anew in every process."""
    version = ReferenceVersion.objects.values_list("version", flat=True).first()
    return _read(version) if version else _read.__wrapped__(None)


def find_departements(*, actor: Actor, text: str, limit: int = 5) -> tuple[Town, ...]:
    """Départements by code or by the start of the name."""
    key = search_key(text)
    found = [
        code
        for code, name in _gazetteer().departements
        if code.lower() == key or name.startswith(key) or f"{name} {code.lower()}" == key
    ][:limit]
    return departements_of(found)


def find_towns(*, actor: Actor, text: str, limit: int = 5) -> tuple[Town, ...]:
    """Communes by name (typos and accents forgiven), by "name postal code", by postal or INSEE code (E2, E3, E11).

    Those of that very name first, then those whose name begins with the text, the most peopled first, then the likest.
    The arrondissements of Paris, Lyon and Marseille answer by their code or postal code.
    """
    key = search_key(text)
    words = [word for word in key.split() if not (len(word) == 5 and word[:2].isalnum() and word[2:].isdigit())]
    code = next((word.upper() for word in key.split() if word not in words), "")
    if code:
        coded = towns_by_code(code)
        name = " ".join(words)
        named = [town for town in coded if search_key(town.name).startswith(name)] if name else coded
        return tuple(named or coded)[:limit]
    return towns_of(_codes_named(key, limit)) if key else ()


def _codes_named(key: str, limit: int) -> list[str]:
    communes = _gazetteer().communes
    found = [*communes.called(key, limit=limit), *communes.begun_by(key, limit=limit)]
    if len(set(found)) < limit:
        found += communes.like(key, limit=limit)
    return list(dict.fromkeys(found))[:limit]
