"""The invented streets of real communes: the same for everyone who asks with the same seed."""

import math
import random
from dataclasses import dataclass
from functools import lru_cache

from sas.rooms.directory.loaders.gazetteer import CommuneRow

SEED = 2026
METRES_PER_DEGREE = 111_195.0
_METRES_PER_NUMBER = 12.0
_DENSE = frozenset({"75", "92", "93", "94"})

# Every commune of some size has these.
_USUAL = (
    ("Rue", "de la Mairie"),
    ("Place", "de l'Église"),
    ("Rue", "des Lilas"),
    ("Rue", "des Tilleuls"),
    ("Rue", "des Écoles"),
    ("Avenue", "de la Gare"),
)
_KINDS = ("Rue", "Rue", "Rue", "Avenue", "Boulevard", "Allée", "Chemin", "Impasse", "Place", "Square")
_NAMES = tuple(
    """des Acacias|des Aubépines|de l'Abreuvoir|des Alouettes|des Amandiers|de l'Artisanat|de l'Aqueduc|des Bleuets
|de la Boulangerie|des Bouleaux|de la Bergerie|du Beffroi|de la Brise|du Calvaire|des Capucines|de la Carrière
|des Cerisiers|du Champ de Foire|des Chardonnerets|des Charmes|du Château d'Eau|des Châtaigniers|des Chênes|du Cimetière
|des Coquelicots|du Couvent|de la Croix Blanche|des Cyprès|de l'Écluse|des Églantiers|de l'Étang|des Érables
|de la Fontaine|du Four à Pain|des Fougères|des Frênes|des Genêts|de la Grange|des Grillons|du Gué|de la Haie
|des Hêtres|des Hirondelles|de l'Horloge|des Iris|des Jardins|du Jeu de Paume|des Jonquilles|du Lavoir|du Lac
|des Libellules|de la Longère|des Magnolias|des Marronniers|de la Meunerie|des Mésanges|du Moulin|des Mûriers
|des Noisetiers|de l'Observatoire|de l'Orangerie|des Orchidées|de l'Ouvroir|du Parc|de la Passerelle|des Pâquerettes
|des Peupliers|des Pinsons|des Platanes|du Pont Neuf|du Port|du Potager|de la Prairie|du Pressoir|du Puits|des Remparts
|de la Rivière|des Roitelets|de la Roseraie|du Ruisseau|des Sablons|de la Sablière|des Saules|de la Source|du Stade
|de la Tannerie|du Théâtre|des Tisserands|de la Tour|des Tourterelles|de la Vallée|du Verger|des Vignes|des Violettes
|du Vieux Bourg|de la Voûte""".replace("\n", "").split("|")
)


@dataclass(frozen=True, slots=True)
class Street:
    """A straight street: its middle (degrees), where it heads (radians from east) and how far (metres)."""

    name: str
    postcode: str
    commune: CommuneRow
    lat: float
    lon: float
    heading: float
    length: float

    @property
    def last_number(self) -> int:
        """House numbers run from 1 to this."""
        return max(2, int(self.length / _METRES_PER_NUMBER))

    def point(self, number: int) -> tuple[float, float]:
        """Latitude and longitude of a house, odd numbers on one side and even ones on the other."""
        along = (number / self.last_number - 0.5) * self.length
        aside = 8.0 if number % 2 else -8.0
        east = along * math.cos(self.heading) - aside * math.sin(self.heading)
        north = along * math.sin(self.heading) + aside * math.cos(self.heading)
        return moved(self.lat, self.lon, east=east, north=north)

    def numbers_near(self, lat: float, lon: float) -> tuple[int, int]:
        """The two houses, one of each side, that face a point."""
        east = (lon - self.lon) * METRES_PER_DEGREE * math.cos(math.radians(self.lat))
        north = (lat - self.lat) * METRES_PER_DEGREE
        along = east * math.cos(self.heading) + north * math.sin(self.heading)
        number = round((along / self.length + 0.5) * self.last_number)
        first = min(max(number, 1), self.last_number - 1)
        return first, first + 1


def moved(lat: float, lon: float, *, east: float, north: float) -> tuple[float, float]:
    """A point moved by metres, degrees rounded as address files do."""
    return (
        round(lat + north / METRES_PER_DEGREE, 6),
        round(lon + east / (METRES_PER_DEGREE * math.cos(math.radians(lat))), 6),
    )


def radius_metres(commune: CommuneRow) -> float:
    """How far streets go from the centre: some 350 m for a thousand inhabitants, 4 km for Rennes."""
    radius = 350.0 * (max(commune.population, 100) / 1000) ** 0.45
    if commune.is_arrondissement or commune.departement in _DENSE:
        return min(radius / 2, 1_500.0)
    return min(radius, 5_000.0)


@lru_cache(maxsize=4096)
def streets(commune: CommuneRow, seed: int = SEED) -> tuple[Street, ...]:
    """The streets of a commune; none where no coordinates are known."""
    if commune.lat is None or commune.lon is None:
        return ()
    draw = random.Random(f"{seed}:{commune.code}")
    count = min(300, 6 + commune.population // 400)
    names = dict.fromkeys(_USUAL)
    while len(names) < count:
        names[draw.choice(_KINDS), draw.choice(_NAMES)] = None
    return tuple(_street(commune, f"{kind} {name}", draw) for kind, name in names)


def _street(commune: CommuneRow, name: str, draw: random.Random) -> Street:
    away = radius_metres(commune) * math.sqrt(draw.random())
    angle = draw.uniform(0, 2 * math.pi)
    lat, lon = moved(commune.lat or 0, commune.lon or 0, east=away * math.cos(angle), north=away * math.sin(angle))
    heading, length = draw.uniform(0, math.pi), draw.uniform(120, 700)
    postcode = draw.choice(commune.postal_codes) if commune.postal_codes else ""
    return Street(name, postcode, commune, lat, lon, heading, min(length, radius_metres(commune)))
