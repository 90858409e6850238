"""The demonstration's population into the database, by the doors that every file and every person goes through."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import chain
from typing import Any

from django.db import connection

from sas import changes
from sas.actor import Actor
from sas.adapters.geocoding import client
from sas.rooms.availability import operations as availability
from sas.rooms.directory import operations as directory
from sas.rooms.directory.loaders import imports
from sas.rooms.directory.loaders.imports import Conduct
from sas.rooms.offer import operations as offer
from sas.rooms.participation import operations as participation
from simulators.population import agendas, choices, software
from simulators.population.choices import Candidate
from simulators.population.everybody import TERRITORIES
from simulators.population.files import DemoFiles

_CANDIDATES = """
select professional.id, array_agg(distinct place.id), min(msp.id), min(membership.cpts_id)
from directory_professional professional
join directory_place place on place.professional_id = professional.id and place.closed_at is null
left join directory_structure msp on msp.finess = place.site_finess and place.site_finess <> '' and msp.kind = 'msp'
left join directory_cptsmembership membership on membership.professional_id = professional.id
group by professional.id order by professional.national_id
"""
_STRUCTURES = (
    "select id from directory_structure where kind in ('cds', 'sos') and closed_at is null order by source_key"
)
_ESTABLISHMENTS = (
    "select id from directory_structure where kind = 'establishment' and closed_at is null order by source_key"
)
# Nobody keeps an agenda of his own in a health centre: its manager does.
_PLACES_WITH_AGENDA = """
select place.id, place.time_zone
from directory_place place
left join participation_professionalsettings choice on choice.professional_id = place.professional_id
left join directory_structure own on own.id = place.structure_id
left join directory_structure site on site.finess = place.site_finess and place.site_finess <> '' and site.kind = 'cds'
where place.closed_at is null
  and (choice.editor_slots_refused and site.id is null or place.professional_id is null and own.kind in ('cds', 'sos'))
order by place.source_key
"""
_LOADED = "select exists (select from directory_territory where name = %s)"


def is_loaded() -> bool:
    """True when a load went to its end: the last territory is what it writes last."""
    with connection.cursor() as cursor:
        cursor.execute(_LOADED, [TERRITORIES[-1].name])
        return bool(cursor.fetchone()[0])


def load(files: DemoFiles, *, seed: int, now: datetime, today: date, say: Callable[[str], object]) -> None:
    """Files, settings, agendas, read model, territories. After an interruption it completes what is there."""
    conduct = Conduct(actor=Actor.SYSTEM, now=now, geocoder=client.configured())
    with changes.held():
        for summary in (
            imports.import_finess(conduct, path=files.finess),
            imports.import_rpps(conduct, path=files.rpps),
            imports.import_structures(conduct, path=files.structures),
        ):
            say(f"  {summary.lines} lignes lues, {summary.places} lieux, {summary.rejected} lignes refusées")
        _choose(seed=seed, now=now)
        drafts = agendas.agendas(seed, _rows(_PLACES_WITH_AGENDA), today=today)
        say(f"  {availability.load_agendas(actor=Actor.SYSTEM, agendas=drafts, now=now)} agendas publiés")
    say(f"  {offer.rebuild(actor=Actor.SYSTEM, now=now)} lieux proposés à la recherche")
    software.load_lrms(TERRITORIES, now=now)
    for territory in TERRITORIES:
        directory.save_territory(actor=Actor.SYSTEM, name=territory.name, departements=territory.departements, now=now)


def _choose(*, seed: int, now: datetime) -> None:
    candidates = (Candidate(row[0], tuple(row[1]), row[2], row[3]) for row in _rows(_CANDIDATES))
    participation.load_settings(
        actor=Actor.SYSTEM,
        professionals=choices.of_professionals(seed, candidates, editors=software.load_editors(now=now)),
        structures=chain(
            choices.of_structures(structure_id for (structure_id,) in _rows(_STRUCTURES)),
            choices.of_establishments(structure_id for (structure_id,) in _rows(_ESTABLISHMENTS)),
        ),
        now=now,
    )


def _rows(statement: str) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        yield from cursor.fetchall()
