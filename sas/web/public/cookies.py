"""« Gestion des cookies »: all that a browser keeps of this site, and the one thing that is asked (F-247)."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sas.servers import COOKIE as WRITTEN
from sas.web.kit.access import command, page
from sas.web.kit.consents import COOKIE, consents, keep_consents
from sas.web.kit.context import CLOSED_BANNER
from sas.web.kit.cookies import told_name
from sas.web.kit.replies import SeeOther


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that a browser keeps: its name, what for, until when. `is_storage`: on the device, never sent."""

    name: str
    purpose: str
    lifetime: str
    is_storage: bool = False
    path: str = "/"

    @property
    def told_name(self) -> str:
        """As the browser lists it."""
        return self.name if self.is_storage else told_name(self.name, path=self.path)


_SESSION = f"{settings.SESSION_COOKIE_AGE // 3600} heures"
KEPT = (
    Kept(settings.SESSION_COOKIE_NAME, "Vous garder connecté, et porter le message de la page suivante.", _SESSION),
    Kept(settings.CSRF_COOKIE_NAME, "Refuser un formulaire envoyé depuis un autre site.", "Un an"),
    Kept("taille", "La taille du texte choisie.", "Un an"),
    Kept("theme", "Le thème choisi, clair ou sombre.", "Un an"),
    Kept("contraste", "Le contraste choisi.", "Un an"),
    Kept(CLOSED_BANNER, "Le bandeau d'information que vous avez fermé.", "Un an"),
    Kept(COOKIE, "Votre choix sur cette page.", "Six mois"),
    Kept(
        "appel",
        "Porter la recherche ouverte depuis un logiciel de régulation pendant la connexion.",
        "Trente minutes",
        path="/sas/recherche/appel/",
    ),
    Kept(
        "editeur",
        "Porter la demande d'un logiciel de rendez-vous pendant la connexion.",
        "Trente minutes",
        path="/sso/demande/",
    ),
    Kept(WRITTEN, "Vous montrer ce que vous venez d'enregistrer, quelle que soit la base interrogée.", "Cinq minutes"),
    Kept("scheme", "Le thème de la page, pour le système de design de l'État.", "Sans limite", is_storage=True),
    Kept("htmx-current-path-for-history", "L'adresse de la page, pour « Précédent ».", "L'onglet", is_storage=True),
    Kept("htmx-history-cache", "Les dernières pages lues, pour « Précédent ».", "L'onglet", is_storage=True),
    Kept(
        "sas-recherches",
        "Vos quatre dernières recherches de spécialité, de structure ou de nom ; jamais l'adresse cherchée.",
        "Sans limite",
        is_storage=True,
    ),
)


@page()
def cookies(request: HttpRequest) -> HttpResponse:
    """The list and the choice."""
    return render(request, "public/cookies.html", _shown(request))


@command()
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the choice, which may be changed here at any time."""
    chosen = request.POST.get("videos", "")
    if chosen not in {"oui", "non"}:
        problem = {"error": "Choisissez d'accepter ou de refuser."}
        return render(request, "public/cookies.html", _shown(request) | problem, status=422)
    onward = SeeOther("/cookies")
    keep_consents(onward, videos=chosen == "oui")
    return onward


def _shown(request: HttpRequest) -> dict[str, object]:
    return {"kept": KEPT, "consents": consents(request), "error": ""}
