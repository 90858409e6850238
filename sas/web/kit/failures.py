"""What the visitor reads when something fails: what happened, and what to do."""

import sys
from collections.abc import Sequence
from math import ceil

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sas import maintenance
from sas.errors import TooMany

AGAIN_SECONDS = 30
_STATUS = "Regardez l'état du service : il dit ce qui fonctionne et ce qui est interrompu."
_AGAIN = "Réessayez dans un instant."
_DOUBT = "Si vous enregistriez quelque chose, vérifiez d'abord si c'est fait."
_UNREAD = (
    "Vous n'avez pas été déconnecté : l'en-tête propose « Se connecter » parce que votre compte ne peut pas être lu."
)
_RIGHTS = "Si ce droit doit être le vôtre, demandez-le au gestionnaire de comptes de votre territoire."


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 for what no page of ours nor any known software sends; 413 for more than a page takes."""
    if isinstance(exception, RequestDataTooBig):
        reason = "Ce que vous envoyez dépasse ce que cette page accepte : rien n'a été enregistré."
        todo = ["Revenez à la page précédente.", "Envoyez un fichier plus léger, ou un texte plus court."]
        return failed(request, title="Envoi trop volumineux", reason=reason, todo=todo, status=413)
    reason = "Cette adresse ou ce formulaire n'est pas lisible. Revenez à l'accueil, puis recommencez."
    todo = ["Si vous avez copié l'adresse, vérifiez qu'elle est entière.", "Si un logiciel l'a ouverte, prévenez-le."]
    return failed(request, title="Demande illisible", reason=reason, todo=todo, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, with the sentence of the rule that refused."""
    reason = getattr(exception, "reason", "") or "Vos droits ne permettent pas d'ouvrir cette page."
    todo = ["Si vous avez plusieurs comptes, vérifiez avec lequel vous êtes connecté.", _RIGHTS]
    return failed(request, title="Accès refusé", reason=reason, todo=todo, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    reason = "Cette page n'existe pas, ou n'existe plus."
    todo = ["Si vous avez tapé l'adresse, vérifiez-la.", "Le plan du site mène à toutes les pages."]
    return failed(request, title="Page introuvable", reason=reason, todo=todo, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault, said plainly; 503 when the database does not answer."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        unread = settings.SESSION_COOKIE_NAME in request.COOKIES and not getattr(request, "account", None)
        return unavailable(request, "La base de données", *[_UNREAD] * unread)
    reason = "La plateforme a rencontré une erreur. Elle a été signalée."
    todo = [_AGAIN, _DOUBT, _STATUS]
    return failed(request, title="Erreur de la plateforme", reason=reason, todo=todo, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose protection expired, most often a page left open over a new sign-in."""
    text = "Ce formulaire n'est plus valable : rechargez la page, puis recommencez."
    todo = ["Si cela se répète, vérifiez que votre navigateur accepte les cookies de ce site."]
    return failed(request, title="Formulaire expiré", reason=text, todo=todo, status=403)


def too_many(request: HttpRequest, exception: TooMany) -> HttpResponse:
    """429, with when to come back."""
    minutes = max(1, ceil(exception.seconds / 60))
    todo = [f"Attendez {minutes} minute{'s' * (minutes > 1)}, puis recommencez."]
    answer = failed(request, title="Trop de demandes", reason=exception.reason, todo=todo, status=429)
    answer["Retry-After"] = str(exception.seconds)
    return answer


def unavailable(request: HttpRequest, service: str, *more: str) -> HttpResponse:
    """503 when the database, or an outside service that is needed, does not answer; `more`: other lines to read."""
    reason = f"{service} ne répond pas pour le moment."
    todo = [_AGAIN, _DOUBT, *more, _STATUS]
    answer = failed(request, title="Service indisponible", reason=reason, todo=todo, status=503)
    answer["Retry-After"] = str(AGAIN_SECONDS)
    return answer


def maintained(request: HttpRequest) -> HttpResponse:
    """503 while the platform stands aside: a page that needs nothing; programs read one line."""
    told = {"until": maintenance.until()}
    if "text/html" in request.headers.get("Accept", ""):
        answer = render(request, "kit/maintenance.html", told, status=503)
    else:
        answer = HttpResponse("Maintenance en cours.\n", content_type="text/plain; charset=utf-8", status=503)
    answer["Retry-After"] = str(maintenance.retry_after(now=request.now))
    answer["Cache-Control"] = "no-store"
    return answer


def failed(request: HttpRequest, *, title: str, reason: str, todo: Sequence[str], status: int) -> HttpResponse:
    """What happened, and what to do about it, a line each."""
    told = {"title": title, "reason": reason, "todo": todo, "is_ours": status >= 500}
    # What the log of this request is found by; an error before anything else has none.
    told["reference"] = getattr(request, "reference", "") if status >= 500 else ""
    return render(request, "kit/failure.html", told, status=status)
