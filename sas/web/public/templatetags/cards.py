"""The door of Pro Santé Connect on the sign-in page."""

from typing import Any

from django import template
from django.conf import settings

from sas.web.public import card_session

register = template.Library()


@register.inclusion_tag("public/card_door.html", takes_context=True)
def card_door(context: dict[str, Any]) -> dict[str, Any]:
    """Nothing when no provider is configured; « Cliquez-ici » sends another mail while a card waits, else sets out."""
    request = context["request"]
    waiting = card_session.waiting(request)
    return {
        "ready": bool(settings.PSC_ISSUER),
        "again": "/connexion/psc/courriel" if waiting and waiting.email else "/connexion/psc",
        "suite": request.POST.get("suite") or request.GET.get("suite", ""),
    }
