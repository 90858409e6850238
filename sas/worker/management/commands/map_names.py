"""`sas map-names`: the file of commune names that the map without tiles draws, made from the shipped gazetteer."""

from typing import Any

from django.core.management import BaseCommand

from sas.rooms.directory.loaders import gazetteer

LEAST_INHABITANTS = 500
"""Of 35,000 communes, the 16,600 that keep the file under 200 kB once compressed."""


class Command(BaseCommand):
    """The most populous first: where names would meet, the map writes the first."""

    help = "Écrit les noms de communes de la carte (nom;latitude;longitude, en millièmes de degré)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write them to the standard output; the file stands in sas/web/regulation/static/regulation/communes.txt."""
        named = [one for one in gazetteer.communes() if _is_named(one)]
        for one in sorted(named, key=lambda one: (-one.population, one.code)):
            self.stdout.write(f"{one.name};{round(one.lat * 1000)};{round(one.lon * 1000)}")


def _is_named(commune: gazetteer.CommuneRow) -> bool:
    """Neither an arrondissement nor one of the few without coordinates."""
    return commune.lat is not None and not commune.is_arrondissement and commune.population >= LEAST_INHABITANTS
