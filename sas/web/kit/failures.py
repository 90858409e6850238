"""What the visitor reads when something fails."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 for what no page of ours nor any known software sends."""
    reason = "Cette adresse ou ce formulaire n'est pas lisible. Revenez à l'accueil, puis recommencez."
    return render(request, "kit/failure.html", {"title": "Demande illisible", "reason": reason}, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, with the sentence of the rule that refused."""
    reason = getattr(exception, "reason", "") or "Vos droits ne permettent pas d'ouvrir cette page."
    return render(request, "kit/failure.html", {"title": "Accès refusé", "reason": reason}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    reason = "Cette page n'existe pas, ou n'existe plus."
    return render(request, "kit/failure.html", {"title": "Page introuvable", "reason": reason}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault, said plainly."""
    reason = "La plateforme a rencontré une erreur. Elle a été signalée. Vous pouvez réessayer dans un instant."
    return render(request, "kit/failure.html", {"title": "Erreur de la plateforme", "reason": reason}, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose protection expired, most often a page left open over a new sign-in."""
    text = "Ce formulaire n'est plus valable : rechargez la page, puis recommencez."
    return render(request, "kit/failure.html", {"title": "Formulaire expiré", "reason": text}, status=403)


def unavailable(request: HttpRequest, service: str) -> HttpResponse:
    """503 when an outside service is needed and does not answer."""
    reason = f"{service} ne répond pas pour le moment. Vous pouvez réessayer dans un instant."
    return render(request, "kit/failure.html", {"title": "Service indisponible", "reason": reason}, status=503)
