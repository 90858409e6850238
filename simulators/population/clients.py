"""For whom a simulated editor of the demonstration works: those who named it, at their places."""

from collections.abc import Iterable, Sequence
from datetime import time
from itertools import groupby
from typing import Any

from django.db import connection

from simulators.editor.world import EVERY_KIND, PUBLIC, Association, Offer, Point, Professional, World

_VIDEO = Offer(labels=("PUBLIC", "PRO"), acts=("AMB", "VR"))
_RESERVED = Offer(labels=("SNP",), reason="Soins non programmés")
_WAYS = ((PUBLIC,), (PUBLIC, _VIDEO), (PUBLIC, PUBLIC, _RESERVED), EVERY_KIND)
_OF_SOS = (Offer(labels=("PUBLIC", "SNP"), acts=("AMB", "VR")), Offer(labels=("SNP",)))
_PEOPLE = """
select person.national_id, person.family_name, person.given_name, place.name, place.address, place.postal_code,
       commune.name, place.rpps_rang
from participation_professionalsettings choice
join directory_professional person on person.id = choice.professional_id
join directory_place place on place.professional_id = person.id and place.closed_at is null
join directory_commune commune on commune.code = place.commune_id
where choice.has_software and not choice.editor_slots_refused and %s = any(choice.editors) and place.address <> ''
  and place.time_zone = 'Europe/Paris'
  and place.activities[1] in (select id from directory_activity where code in ('SM53', 'SM54'))
order by person.national_id, place.source_key
"""
"""General practitioners, who are asked for most, where the editor's clock is right."""
_ASSOCIATION = """
select structure.siret, structure.name, place.name, place.address, place.postal_code, commune.name
from directory_structure structure
join directory_place place on place.structure_id = structure.id and place.closed_at is null
join directory_commune commune on commune.code = place.commune_id
where structure.id = (
  select chosen.id from directory_structure chosen join directory_place at on at.structure_id = chosen.id
  where chosen.kind = 'sos' and chosen.siret <> '' and chosen.closed_at is null and at.closed_at is null
  order by at.departement_id = '35', chosen.source_key limit 1
)
order by place.source_key
"""
"""One that is not of Ille-et-Vilaine, where the demonstration's manager keeps agendas here."""


def world(editor_id: int, *, with_association: bool) -> World:
    """Everybody who named this editor and shows its slots; with an association of SOS Médecins, if wanted."""
    people = groupby(_rows(_PEOPLE, [editor_id]), key=lambda row: row[:3])
    return World(
        tuple(Professional(*who, _points(who[0], [row[3:] for row in rows])) for who, rows in people),
        _associations(_rows(_ASSOCIATION, [])) if with_association else (),
    )


def _points(number: str, places: Iterable[Sequence[str]]) -> tuple[Point, ...]:
    made = []
    for at, (name, line, postal_code, city, rang) in enumerate(places, start=1):
        drawn = int(number[-4:]) + at
        made.append(
            Point(
                id=f"{number}-{at}",
                name=name,
                line=line,
                postal_code=postal_code,
                city=city,
                phone=f"+33{199_000_000 + drawn:09}",
                structure=f"4{rang}" if rang.isdecimal() else "",
                offers=_WAYS[drawn % len(_WAYS)],
                per_day=6 + drawn % 7,
                first=time(8 + drawn % 4, 15 * (drawn % 3)),
                minutes=(15, 20, 30)[drawn % 3],
            )
        )
    return tuple(made)


def _associations(rows: Sequence[Sequence[str]]) -> tuple[Association, ...]:
    if not rows:
        return ()
    siret, name, *_ = rows[0]
    points = tuple(
        Point(f"{siret}-{at}", *row[2:], offers=_OF_SOS, per_day=40, first=time(8))
        for at, row in enumerate(rows, start=1)
    )
    return (Association(f"3{siret}", name, points),)


def _rows(statement: str, values: Sequence[int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
