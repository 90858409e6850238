"""`sas demo-data`: write the demonstration's files and load them through the product's own loaders."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.db import connection

from sas.actor import Actor
from sas.rooms.availability import operations as availability
from sas.rooms.directory import operations as directory
from sas.rooms.participation import operations as participation
from simulators.population import agendas, files

SEED = 2026
_PROFESSIONALS = "select id from directory_professional order by national_id"
_HOUSES = "select id from directory_structure where kind in ('cds', 'sos') order by source_key"
_PLACES = """
select p.id, p.time_zone from directory_place p
left join participation_professionalsettings s on s.professional_id = p.professional_id
left join directory_structure h on h.id = p.structure_id and p.professional_id is null
where p.closed_at is null and (s.editor_slots_refused or h.kind in ('cds', 'sos'))
order by p.source_key
"""


class Command(BaseCommand):
    """At least 10,000 places, 300 structures and 100,000 open slots over 14 days."""

    help = "Écrit les fichiers de la démonstration et les charge."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Nothing is done twice with --if-absent."""
        parser.add_argument("--if-absent", action="store_true", help="ne fait rien si la population est là")
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "var" / "demo")

    def handle(self, *args: Any, **options: Any) -> None:
        """Files, imports, territories, settings, agendas."""
        if options["if_absent"] and _ids("select place_id from availability_agenda limit 1"):
            return
        folder, now = options["folder"], datetime.now(UTC)
        files.write_all(folder, SEED)
        call_command("import_finess", folder / "finess.csv", no_progress=True)
        call_command("import_rpps", folder / "rpps.zip", no_progress=True)
        call_command("import_structures", folder / "structures", no_progress=True)
        for name, departements in files.TERRITORIES.items():
            directory.save_territory(actor=Actor.SYSTEM, name=name, departements=departements, now=now)
        self._publish(now)

    def _publish(self, now: datetime) -> None:
        people, houses = ([row[0] for row in _ids(statement)] for statement in (_PROFESSIONALS, _HOUSES))
        participation.load_settings(
            actor=Actor.SYSTEM,
            professionals=agendas.professional_settings(SEED, people),
            structures=agendas.structure_settings(houses),
            now=now,
        )
        drafts = agendas.agendas(SEED, _ids(_PLACES), now.date())
        count = availability.load_agendas(actor=Actor.SYSTEM, agendas=drafts, now=now)
        self.stdout.write(f"Agendas publiés : {count}")


def _ids(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()
