"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from sas.actor import Role
from sas.rooms.accounts.enums import SEARCH_ROLES
from sas.rooms.accounts.rules import MANAGERS

MAY_SEARCH = SEARCH_ROLES | {Role.EFFECTEUR}


def site(request: HttpRequest) -> dict[str, Any]:
    """The frame of the page: brand, account, text size, whether the search bar is shown."""
    actor, account = getattr(request, "actor", None), getattr(request, "account", None)
    return {
        "brand": settings.SITE_BRAND,
        "demo": settings.DEMO,
        "mailbox_url": settings.MAILBOX_URL,
        "psc_url": settings.PSC_ORIGINS[0] if settings.DEMO and settings.PSC_ORIGINS else "",
        "account": account,
        "welcome": account.welcome if account and request.path == account.landing else None,
        "may_search": bool(actor and actor.has(*MAY_SEARCH)),
        "may_manage": bool(actor and actor.has(*MANAGERS)),
        "may_orient": bool(actor and actor.has(Role.REGULATEUR_OSNP)),
        # What the search bar of the header holds; the result page says better.
        "what": "",
        "where": "",
        "lieu": "",
        "text_size": request.COOKIES.get("taille", "") if request.COOKIES.get("taille") in TEXT_SIZES else "",
    }


TEXT_SIZES = ("grand", "tres-grand")
