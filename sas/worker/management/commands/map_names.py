"""`sas map-names`: the files of commune names that the map without tiles draws, made from the shipped gazetteer."""

from argparse import ArgumentParser
from collections import defaultdict
from math import floor
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand

from sas.rooms.directory.loaders import gazetteer

LEAST_INHABITANTS = 500
"""Of 35,000 communes, 16,600: the names of a view weigh some tens of kilobytes."""

SOUTHERNMOST = 82
"""The half degree of latitude where Corsica begins; what lies south of it is overseas, in one file."""


class Command(BaseCommand):
    """A file for each half degree of latitude: a map reads those that it shows."""

    help = "Écrit les noms de communes de la carte (nom;latitude;longitude en millièmes de degré;rang par population)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where they go."""
        parser.add_argument("folder", type=Path, help="sas/web/regulation/static/regulation/communes")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Write <half degree>.txt, and 0.txt for overseas; the most populous first."""
        folder.mkdir(parents=True, exist_ok=True)
        for half_degree, lines in _files().items():
            (folder / f"{half_degree}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _files() -> dict[int, list[str]]:
    """The lines of each file. Where names would meet, the map writes the one of the first rank."""
    named = sorted(filter(_is_named, gazetteer.communes()), key=lambda one: (-one.population, one.code))
    files = defaultdict(list)
    for rank, one in enumerate(named):
        half_degree = floor(one.lat * 2)
        line = f"{one.name};{round(one.lat * 1000)};{round(one.lon * 1000)};{rank}"
        files[half_degree if half_degree >= SOUTHERNMOST else 0].append(line)
    return files


def _is_named(commune: gazetteer.CommuneRow) -> bool:
    """Neither an arrondissement nor one of the few without coordinates."""
    return commune.lat is not None and not commune.is_arrondissement and commune.population >= LEAST_INHABITANTS
