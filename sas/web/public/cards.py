"""Sign-in with Pro Santé Connect: there and back, the first connection, the provider's own logout."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from sas.errors import Impossible
from sas.rooms.accounts import operations as accounts
from sas.rooms.accounts.enums import Means
from sas.rooms.directory import queries as directory
from sas.web.kit.access import command, page, returning
from sas.web.kit.replies import SeeOther
from sas.web.public import card_session
from sas.web.public.card_session import Waiting
from sas.web.public.forms import CardAccountForm
from sas.web.public.sessions import open_session

_SIGN_IN, _ACCOUNT, _MAIL = "/connexion", "/connexion/psc/compte", "/connexion/psc/courriel"


@command()
def set_out(request: HttpRequest) -> HttpResponse:
    """Send the browser to Pro Santé Connect (F-003)."""
    try:
        departure = accounts.set_out(actor=request.actor)
    except Impossible as error:
        return _failure(request, error)
    card_session.depart(request, departure=departure, wished=request.POST.get("suite", "")[:300])
    return redirect(departure.url)


@returning()
def come_back(request: HttpRequest) -> HttpResponse:
    """A known card is signed in (F-009); another one is asked for an address."""
    told = {name: request.GET.get(name, "") for name in ("state", "code", "error")}
    answer = accounts.Answer(**told, issuer=request.GET.get("iss", ""))
    departure, wished = card_session.take_departure(request, state=answer.state)
    try:
        card, signed = accounts.come_back(actor=request.actor, departure=departure, answer=answer, now=request.now)
    except Impossible as error:
        return _failure(request, error)
    if signed:
        return open_session(request, signed=signed, means=Means.CARD, wished=wished, card=card.session)
    card_session.keep_waiting(request, card)
    return redirect(_ACCOUNT)


@page()
def account_page(request: HttpRequest) -> HttpResponse:
    """« Mise à jour du compte »: names from the card, the address to give (F-004)."""
    waiting = card_session.waiting(request)
    if waiting is None:
        return redirect(_SIGN_IN)
    form = CardAccountForm(initial=_profile(waiting))
    return render(request, "public/card_account.html", {"form": form})


@command()
def ask_link(request: HttpRequest) -> HttpResponse:
    """Send the link, and answer every address alike (F-005 to F-008)."""
    waiting = card_session.waiting(request)
    if waiting is None:
        return SeeOther(_SIGN_IN)
    form = CardAccountForm(request.POST, initial=_profile(waiting))
    if form.is_valid():
        try:
            _send(request, waiting, email=form.cleaned_data["email"])
        except Impossible as error:
            form.add_error("email", error.reason)
        else:
            return SeeOther(_MAIL)
    return render(request, "public/card_account.html", {"form": form}, status=422)


@page()
def mail_page(request: HttpRequest) -> HttpResponse:
    """A mail was sent; how to have another, how to correct the address (F-008)."""
    waiting = card_session.waiting(request)
    if waiting is None or not waiting.email:
        return redirect(_ACCOUNT if waiting else _SIGN_IN)
    return render(request, "public/card_mail.html", {"email": waiting.email, "problem": ""})


@command()
def send_again(request: HttpRequest) -> HttpResponse:
    """« Cliquez-ici »: another link, the earlier one opens nothing any more (F-008)."""
    waiting = card_session.waiting(request)
    if waiting is None or not waiting.email:
        return SeeOther(_ACCOUNT if waiting else _SIGN_IN)
    try:
        _send(request, waiting, email=waiting.email)
    except Impossible as error:
        told = {"email": waiting.email, "problem": error.reason}
        return render(request, "public/card_mail.html", told, status=422)
    messages.success(request, "Un nouveau courriel vient d'être envoyé. Le lien du précédent n'est plus valable.")
    return SeeOther(_MAIL)


@returning()
def follow_link(request: HttpRequest, card_token: str) -> HttpResponse:
    """The mail brings back the browser that asked: attached, or created, and signed in (F-005 to F-007)."""
    waiting = card_session.waiting(request)
    secret = waiting.secret if waiting else ""
    try:
        signed = accounts.follow_card_link(actor=request.actor, token=card_token, secret=secret, now=request.now)
    except Impossible as error:
        return _failure(request, error)
    if signed is None or waiting is None:
        return redirect("/connexion/psc/sans-droits")
    return open_session(request, signed=signed, means=Means.CARD, card=waiting.card.session)


@page()
def no_rights(request: HttpRequest) -> HttpResponse:
    """No account and no place: whom to turn to, by profile (F-007)."""
    shown = {"waiting": card_session.waiting(request), "contacts": directory.contacts(actor=request.actor)}
    return render(request, "public/card_no_rights.html", shown)


@csrf_exempt
@command()
def provider_logout(request: HttpRequest) -> HttpResponse:
    """Back-channel logout, from the provider's own server: its signature stands for the form's token (F-021)."""
    token = request.POST.get("logout_token", "")
    try:
        accounts.end_by_provider(actor=request.actor, logout_token=token, now=request.now)
    except Impossible as error:
        told = {"error": "invalid_request", "error_description": error.reason}
        return JsonResponse(told, status=400, headers={"Cache-Control": "no-store"})
    return HttpResponse(headers={"Cache-Control": "no-store"})


def _send(request: HttpRequest, waiting: Waiting, *, email: str) -> None:
    accounts.ask_card_link(actor=request.actor, card=waiting.card, email=email, secret=waiting.secret, now=request.now)
    card_session.remember_email(request, email)


def _profile(waiting: Waiting) -> dict[str, str]:
    card = waiting.card
    return {"family_name": card.family_name or "–", "given_name": card.given_name or "–", "email": waiting.email}


def _failure(request: HttpRequest, error: Impossible) -> HttpResponse:
    """What was refused, and the ways back."""
    told = {"reason": error.reason, "waiting": card_session.waiting(request)}
    return render(request, "public/card_failure.html", told, status=422)
