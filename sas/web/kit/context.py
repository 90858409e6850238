"""What every template may use."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

from sas.actor import Actor, Role
from sas.rooms.accounts.enums import SEARCH_ROLES
from sas.rooms.accounts.rules import MANAGERS
from sas.rooms.piloting.rules.access import READERS as PILOTS
from sas.rooms.texts import queries as texts
from sas.rooms.texts.queries import Said
from sas.rooms.texts.rules import welcome_key
from sas.web.kit.accessibility import audit
from sas.web.kit.display import display

CLOSED_BANNER = "bandeau"
"""The cookie that holds the mark of the banner that this browser closed."""
MAY_SEARCH = SEARCH_ROLES | {Role.EFFECTEUR}


def site(request: HttpRequest) -> dict[str, Any]:
    """The frame of the page: brand, account, text size, whether the search bar is shown."""
    actor, account = getattr(request, "actor", None), getattr(request, "account", None)
    welcome = account.welcome if account and request.path == account.landing else None
    # A request that failed before it came to read_texts is answered with the words of the code.
    words = getattr(request, "words", None) or texts.default_words(actor=Actor.NOBODY)
    return {
        "brand": settings.SITE_BRAND,
        "demo": settings.DEMO,
        "mailbox_url": settings.MAILBOX_URL,
        "editor_pages": tuple(settings.EDITOR_PAGES.items()),
        "psc_url": settings.PSC_ORIGINS[0] if settings.DEMO and settings.PSC_ORIGINS else "",
        "account": account,
        "welcome": welcome,
        "welcome_blocks": words[welcome_key(welcome.family.value)].blocks if welcome else (),
        "words": words,
        "banner": _open_banner(request),
        "may_search": bool(actor and actor.has(*MAY_SEARCH)),
        "may_manage": bool(actor and actor.has(*MANAGERS)),
        "may_pilot": bool(actor and actor.has(*PILOTS)),
        "may_orient": bool(actor and actor.has(Role.REGULATEUR_OSNP)),
        "has_orientations": bool(actor and actor.has(Role.REGULATEUR_OSNP, Role.IOA)),
        **_EMPTY_SEARCH,
        "searched_from": "accueil" if request.path == "/sas/" else "entete",
        "help_address": _help_address(request, signed_in=bool(account)),
        "display": display(request),
        "audit": audit(),
        "contact_email": settings.CONTACT_EMAIL,
        "practice": settings.PRACTICE,
    }


_EMPTY_SEARCH = {"what": "", "where": "", "lieu": ""}
"""What the search bar of the header holds; the result page says better."""


def _help_address(request: HttpRequest, *, signed_in: bool) -> str:
    """The FAQ, told which page it is opened from: one's own, since the others may hold a secret in their address."""
    is_told = signed_in and request.path.startswith(_TOLD)
    return f"/aide?{urlencode({'depuis': request.path})}" if is_told else "/aide"


_TOLD = ("/sas/", "/administration/")


def _open_banner(request: HttpRequest) -> Said | None:
    banner: Said | None = getattr(request, "banner", None)
    return banner if banner and banner.mark != request.COOKIES.get(CLOSED_BANNER) else None
