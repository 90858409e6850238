"""The themes of the dashboards, in the order of their tabs."""

from sas.actor import Actor
from sas.rooms.piloting.enums import ScopeKind
from sas.rooms.piloting.rules import ADMINISTRATORS, Scope
from sas.rooms.piloting.rules.access import READERS
from sas.rooms.usage.rules.access import READERS as USAGE_READERS
from sas.web.administration.dashboards import availability, editors, orientations, participation, searches
from sas.web.administration.dashboards.boards import Theme

THEMES = (
    Theme(
        "participation",
        "Participation",
        "Qui participe au SAS : par mode et par spécialité.",
        READERS,
        participation.board,
    ),
    Theme(
        "disponibilites",
        "Disponibilités",
        "Heures publiées et patients qui peuvent être reçus, ici et chez les éditeurs.",
        READERS,
        availability.board,
    ),
    Theme(
        "orientations",
        "Orientations",
        "Ce que deviennent les orientations, leurs délais et leurs distances.",
        READERS,
        orientations.board,
    ),
    Theme(
        "recherches",
        "Recherches",
        "Ce qui se recherche et se trouve ; où et quand une recherche reste sans réponse.",
        USAGE_READERS,
        searches.board,
        of_structures=False,
    ),
    Theme(
        "editeurs",
        "Éditeurs",
        "Comment les logiciels des éditeurs répondent, tous territoires ensemble.",
        ADMINISTRATORS,
        editors.board,
    ),
)
BY_SLUG = {one.slug: one for one in THEMES}


def shown_to(actor: Actor, scope: Scope) -> tuple[Theme, ...]:
    """Those that say something of the scope to this actor."""
    of_structure = scope.kind is ScopeKind.STRUCTURE
    return tuple(one for one in THEMES if actor.has(*one.roles) and (one.of_structures or not of_structure))
