"""Passwords chosen by a link, asked for when forgotten, changed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sas.errors import Impossible
from sas.rooms.accounts import operations as accounts
from sas.rooms.accounts import queries, rules
from sas.rooms.accounts.enums import LinkPurpose, Means
from sas.web.kit.access import EVERY_ROLE, command, page
from sas.web.kit.replies import SeeOther, inside
from sas.web.public.forms_credentials import ChangePasswordForm, ChoosePasswordForm, ForgottenForm
from sas.web.public.sessions import open_session

_GONE = 410
_SENT = "/mot-de-passe/envoye"


@page()
def first_password_page(request: HttpRequest, welcome_token: str) -> HttpResponse:
    """The page of the welcome mail (F-011): reading it does not use the link."""
    return _choice(request, welcome_token, LinkPurpose.WELCOME)


@command()
def first_password(request: HttpRequest, welcome_token: str) -> HttpResponse:
    """The first password, then inside."""
    return _choose(request, welcome_token, LinkPurpose.WELCOME)


@page()
def new_password_page(request: HttpRequest, reset_token: str) -> HttpResponse:
    """The page of « Mot de passe oublié » (F-018)."""
    return _choice(request, reset_token, LinkPurpose.RESET)


@command()
def new_password(request: HttpRequest, reset_token: str) -> HttpResponse:
    """The new password, then inside; the other sessions have ended."""
    return _choose(request, reset_token, LinkPurpose.RESET)


@page()
def forgotten_page(request: HttpRequest) -> HttpResponse:
    """Where the link is asked for."""
    return render(request, "public/forgotten.html", {"form": ForgottenForm()})


@command()
def forgotten(request: HttpRequest) -> HttpResponse:
    """The same answer for every address."""
    form = ForgottenForm(request.POST)
    if not form.is_valid():
        return render(request, "public/forgotten.html", {"form": form}, status=422)
    accounts.ask_reset(actor=request.actor, email=form.cleaned_data["email"], now=request.now)
    return SeeOther(_SENT)


@page()
def forgotten_sent(request: HttpRequest) -> HttpResponse:
    """What to expect of the demand, whether or not an account has the address."""
    return render(request, "public/forgotten_sent.html")


@command(*EVERY_ROLE)
def own_link(request: HttpRequest) -> HttpResponse:
    """The same link, for one's own account: a first password for whoever signs in by card."""
    accounts.ask_reset(actor=request.actor, email=request.account.email, now=request.now)
    return SeeOther(_SENT)


@page(*EVERY_ROLE)
def change_page(request: HttpRequest) -> HttpResponse:
    """The old one and the new one (F-017); the only page left once the password has expired (F-019)."""
    if request.account.password_set_at is None:
        return redirect("/identifiants")
    form = ChangePasswordForm(email=request.account.email, initial={"suite": request.GET.get("suite", "")})
    return _drawn_change(request, form)


@command(*EVERY_ROLE)
def change(request: HttpRequest) -> HttpResponse:
    """Change it; this session stays, the others end."""
    form = ChangePasswordForm(request.POST, email=request.account.email)
    if form.is_valid():
        chosen = {"old": form.cleaned_data["old"], "new": form.cleaned_data["password"]}
        key = request.session.session_key or ""
        try:
            signed = accounts.change_password(actor=request.actor, **chosen, session_key=key, now=request.now)
        except Impossible as error:
            form.add_error(error.field, error.reason)
        else:
            request.session["password_stamp"] = signed.password_stamp
            messages.success(request, "Merci, votre nouveau mot de passe a bien été pris en compte.")
            return SeeOther(inside(form.cleaned_data["suite"], otherwise="/identifiants"))
    return _drawn_change(request, form, status=422)


def dead_link(request: HttpRequest) -> HttpResponse:
    """A link that is unknown, used or expired: which one is not told."""
    return render(request, "public/dead_link.html", status=_GONE)


def _choice(request: HttpRequest, token: str, purpose: LinkPurpose) -> HttpResponse:
    link = queries.password_link(actor=request.actor, token=token, purpose=purpose, now=request.now)
    if link is None:
        return dead_link(request)
    return _drawn_choice(request, ChoosePasswordForm(email=link.email, terms_number=link.terms_number))


def _choose(request: HttpRequest, token: str, purpose: LinkPurpose) -> HttpResponse:
    link = queries.password_link(actor=request.actor, token=token, purpose=purpose, now=request.now)
    if link is None:
        return dead_link(request)
    form = ChoosePasswordForm(request.POST, email=link.email, terms_number=link.terms_number)
    if form.is_valid():
        chosen = {"password": form.cleaned_data["password"], "terms_number": form.cleaned_data["version"]}
        given = {"actor": request.actor, "token": token, "purpose": purpose, "now": request.now}
        try:
            signed = accounts.choose_password(**given, **chosen)
        except Impossible as error:
            if error.field == "lien":
                return dead_link(request)
            form.add_error(error.field if error.field in form.fields else None, error.reason)
        else:
            return open_session(request, signed=signed, means=Means.PASSWORD)
    return _drawn_choice(request, form, status=422)


def _drawn_choice(request: HttpRequest, form: ChoosePasswordForm, *, status: int = 200) -> HttpResponse:
    shown = {"form": form, "email": form.email, "rules": rules.PASSWORD_RULES}
    return render(request, "public/choose_password.html", shown, status=status)


def _drawn_change(request: HttpRequest, form: ChangePasswordForm, *, status: int = 200) -> HttpResponse:
    expired = request.account.password_has_expired(request.now)
    shown = {"form": form, "expired": expired, "rules": rules.PASSWORD_RULES}
    return render(request, "public/change_password.html", shown, status=status)
