"""What a manager does to an account besides changing it (F-013, F-223)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sas.errors import Impossible
from sas.rooms.accounts import operations
from sas.web.administration.accounts import HOME, MANAGERS, person_or_404
from sas.web.kit import consults
from sas.web.kit.access import command, page
from sas.web.kit.replies import SeeOther


@command(*MANAGERS)
def welcome_again(request: HttpRequest, user_id: int) -> HttpResponse:
    """Another welcome mail."""
    return _act(request, user_id, operations.resend_welcome, "Le message de bienvenue part à nouveau.")


@command(*MANAGERS)
def deactivate(request: HttpRequest, user_id: int) -> HttpResponse:
    """Let nobody in by this account."""
    return _act(request, user_id, operations.deactivate, "Le compte est désactivé : ses sessions sont fermées.")


@command(*MANAGERS)
def reactivate(request: HttpRequest, user_id: int) -> HttpResponse:
    """Let the person in again."""
    return _act(request, user_id, operations.reactivate, "Le compte est réactivé.")


@page(*MANAGERS, consults=consults.account())
def deletion(request: HttpRequest, user_id: int) -> HttpResponse:
    """The page that asks whether the account really goes."""
    return render(request, "administration/account_delete.html", {"person": person_or_404(request, user_id)})


@command(*MANAGERS)
def delete(request: HttpRequest, user_id: int) -> HttpResponse:
    """Close the account and erase the person."""
    person_or_404(request, user_id)
    operations.close_account(actor=request.actor, user_id=user_id, now=request.now)
    messages.success(request, "Le compte est supprimé.")
    return SeeOther(HOME)


def _act(request: HttpRequest, user_id: int, operation: Any, done: str) -> HttpResponse:
    person_or_404(request, user_id)
    try:
        operation(actor=request.actor, user_id=user_id, now=request.now)
    except Impossible as problem:
        messages.error(request, problem.reason)
    else:
        messages.success(request, done)
    return SeeOther(f"{HOME}/{user_id}")
