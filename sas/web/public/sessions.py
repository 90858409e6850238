"""Opening the browser's session, whatever the means of sign-in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sas.rooms.accounts import operations as accounts
from sas.rooms.accounts import queries
from sas.rooms.accounts.enums import Means
from sas.web.kit.replies import inside
from sas.web.kit.sessions import OPENED, SEEN
from sas.web.public import card_session

_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def open_session(
    request: HttpRequest,
    *,
    signed: accounts.SignedIn,
    means: Means,
    wished: str = "",
    card: accounts.CardSession | None = None,
) -> HttpResponse:
    """Let somebody in under a new key, and send them where they were heading, else to the landing page."""
    request.session.cycle_key()
    card_session.forget(request)
    request.session["user_id"] = signed.user_id
    request.session["password_stamp"] = signed.password_stamp
    request.session["means"] = means.value
    request.session[OPENED] = request.session[SEEN] = int(request.now.timestamp())
    request.session.save()
    account = queries.signed_in(actor=request.actor, user_id=signed.user_id, password_stamp=signed.password_stamp)
    if account is None:
        return redirect("/")
    accounts.note_session(
        actor=account.actor,
        session_key=request.session.session_key or "",
        means=means,
        browser=browser_name(request.headers.get("User-Agent", "")),
        card=card,
        now=request.now,
    )
    return redirect(inside(wished, otherwise=account.landing))


def browser_name(agent: str) -> str:
    """« Firefox sur Windows », from what the browser says of itself; shown to the account's owner only."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "Navigateur inconnu")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return f"{browser} sur {system}" if system else browser
