"""Who reads which chapters, in which order: the sections of the guides of the service (sas-domain §4.5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sas.rooms.training.enums import Profile
from sas.rooms.training.rules.pieces import FileFacts
from sas.rooms.training.rules.reading import GUIDES, Chapter, chapter_of

ADDED = "Compléments"
"""The theme of the pages that administrators add."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Chapters that go together."""

    title: str
    slugs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Profiles that go together on the page of all."""

    title: str
    profiles: tuple[Profile, ...]


SECTIONS = (
    Section("Effecteur de soins libéral en cabinet", (Profile.LIBERAL, Profile.LIBERAL_INTERFACED)),
    Section("Effecteur de soins en structure", (Profile.IN_STRUCTURE, Profile.IN_STRUCTURE_INTERFACED)),
    Section("Régulateur / OSNP", (Profile.REGULATOR,)),
    Section("Gestionnaire de comptes", (Profile.ACCOUNT_MANAGER,)),
    Section("Infirmier organisateur de l'accueil (IOA)", (Profile.IOA,)),
    Section("Gestionnaire de structure", (Profile.STRUCTURE_MANAGER,)),
    Section("Délégataire", (Profile.DELEGATE,)),
    Section("Administrateurs", (Profile.NATIONAL_ADMINISTRATOR, Profile.ADMINISTRATOR)),
)

_ACCESS = Theme("J'accède à la plateforme", ("premiere-connexion", "connexion", "identifiants"))
_DIFFICULTY = Theme("En cas de difficulté", ("aide", "deconnexion"))
_AGENDA = ("disponibilites", "modifier-supprimer", "copier", "indisponibilite", "informations")
_KEPT_HERE = Theme("Je partage mes disponibilités", (*_AGENDA, "synchroniser"))
_RECEIVED = Theme("Je suis les orientations reçues", ("orientations-recues", "avenant-9"))
_DELEGATES = Theme("Je me fais aider", ("delegataires",))
_SEARCH = Theme("Je recherche des soins", ("rechercher", "affiner"))
_ORIENTING = "J'oriente le patient"
_ORIENT = Theme(_ORIENTING, ("orienter", "hors-creneaux", "orientations"))
_ACCOUNTS = ("comptes-creer", "comptes-gerer", "comptes-en-nombre", "etablissements", "demandes-delegation")
_FOLLOW = Theme("Je suis mon territoire", ("territoires", "pilotage", "suivi-avenant-9"))
_PLATFORM = Theme(
    "Je règle la plateforme",
    ("territoires", "rayons", "recherche-reglages", "editeurs", "lrm", "textes", "formation"),
)
_WATCH = ("courriels-echanges", "index-recherche")

THEMES: Mapping[Profile, tuple[Theme, ...]] = MappingProxyType(
    {
        Profile.LIBERAL: (
            _ACCESS,
            Theme("Je configure mon espace", ("espace-personnel", "participation")),
            _KEPT_HERE,
            _RECEIVED,
            _DELEGATES,
            _DIFFICULTY,
        ),
        Profile.LIBERAL_INTERFACED: (
            _ACCESS,
            Theme("Je configure mon espace", ("espace-personnel", "participation-interfacee", "creneaux-logiciel")),
            Theme("J'anticipe une indisponibilité", ("indisponibilite-interfacee",)),
            _RECEIVED,
            _DELEGATES,
            _DIFFICULTY,
        ),
        Profile.IN_STRUCTURE: (
            _ACCESS,
            Theme("Je configure mon espace", ("espace-personnel", "participation", "exercer-en-structure")),
            _KEPT_HERE,
            _RECEIVED,
            _DELEGATES,
            _DIFFICULTY,
        ),
        Profile.IN_STRUCTURE_INTERFACED: (
            _ACCESS,
            Theme(
                "Je configure mon espace",
                ("espace-personnel", "participation-interfacee", "creneaux-logiciel", "exercer-en-structure"),
            ),
            Theme("J'anticipe une indisponibilité", ("indisponibilite-interfacee",)),
            _RECEIVED,
            _DELEGATES,
            _DIFFICULTY,
        ),
        Profile.REGULATOR: (_ACCESS, _SEARCH, _ORIENT, _DIFFICULTY),
        Profile.ACCOUNT_MANAGER: (_ACCESS, Theme("Je gère les comptes", _ACCOUNTS), _FOLLOW, _DIFFICULTY),
        Profile.IOA: (
            _ACCESS,
            Theme("Je recherche des soins", ("ioa-recherche", "rechercher", "affiner")),
            Theme(_ORIENTING, ("orienter", "orientations")),
            _DIFFICULTY,
        ),
        Profile.STRUCTURE_MANAGER: (
            _ACCESS,
            Theme("Je configure ma structure", ("structure-espace", "structure-parametres", "structure-cpts")),
            Theme("Je partage les disponibilités de la structure", _AGENDA),
            Theme("Je suis les orientations reçues", ("orientations-recues", "structure-membre", "pilotage")),
            _DELEGATES,
            _DIFFICULTY,
        ),
        Profile.DELEGATE: (
            _ACCESS,
            Theme("Je découvre mon espace", ("delegation",)),
            Theme("Je tiens un agenda", _AGENDA),
            Theme("Je suis les orientations reçues", ("orientations-recues",)),
            _DIFFICULTY,
        ),
        Profile.NATIONAL_ADMINISTRATOR: (
            _ACCESS,
            Theme("Je gère les comptes", _ACCOUNTS),
            _PLATFORM,
            Theme("Je veille sur la plateforme", (*_WATCH, "pilotage", "suivi-avenant-9")),
            _DIFFICULTY,
        ),
        Profile.ADMINISTRATOR: (
            _ACCESS,
            Theme("Je gère les comptes", _ACCOUNTS),
            _PLATFORM,
            Theme("Je veille sur la plateforme", (*_WATCH, "cgu-support")),
            _DIFFICULTY,
        ),
    }
)

CHAPTERS: Mapping[str, Chapter] = MappingProxyType(
    {path.stem: chapter_of(path.stem, path.read_text(encoding="utf-8")) for path in sorted(GUIDES.glob("*.md"))}
)
"""Every chapter by its name, read once: a guide that cannot be read keeps the platform from starting."""


def guide_file(profile: Profile) -> FileFacts | None:
    """The guide of a profile as a PDF, among static files; None when it was not built."""
    address = f"training/guides/guide-sas-{profile.value}.pdf"
    path = GUIDES.parent / "static" / address
    return FileFacts(address, "PDF", path.stat().st_size) if path.exists() else None


def outline(profile: Profile) -> tuple[tuple[Theme, Chapter], ...]:
    """The chapters of a profile in reading order, each with its theme."""
    return tuple((theme, CHAPTERS[slug]) for theme in THEMES[profile] for slug in theme.slugs)
