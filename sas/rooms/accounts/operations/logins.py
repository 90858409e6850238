"""The delegated login of regulators at editors: registering them, letting a browser go back, exchanging (ADR 40)."""

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction

from sas.actor import Actor
from sas.adapters.sso import keys
from sas.errors import Impossible, Refused
from sas.rooms.accounts import rules
from sas.rooms.accounts.models import EditorLogin, LoginGrant, OpenSession, User
from sas.rooms.accounts.operations.regulators import present_regulator
from sas.rooms.accounts.queries import RegulatorState, editor_asking, regulator_state
from sas.rooms.accounts.queries.links import hashed
from sas.rooms.accounts.queries.logins import asking, is_live, is_secret_of
from sas.rooms.accounts.rules import LoginQuestion
from sas.rooms.directory import rules as directory
from sas.rooms.journal import operations as journal
from sas.rooms.journal.rules import Change

_log = logging.getLogger(__name__)
_NO_GRANT = "invalid_grant"


@dataclass(frozen=True, slots=True)
class Exchange:
    """What an editor's server sends for a code; `secret` with its client id says who it is."""

    client_id: str
    secret: str
    code: str
    verifier: str
    redirect_uri: str


@dataclass(frozen=True, slots=True)
class LoginTokens:
    """What it receives; `seconds` is how long the access token reads the identity."""

    id_token: str
    access_token: str
    seconds: int


def save_editor_login(
    *, actor: Actor, editor_id: int, redirect_uris: tuple[str, ...], active: bool, now: datetime
) -> None:
    """Where the editor's browsers may come back, and whether it may ask at all.

    Raises Refused for anyone but administrators, Impossible (field "redirect_uris").
    """
    _may_keep(actor)
    kept = rules.checked_addresses(redirect_uris)
    with transaction.atomic(durable=True):
        fresh = {"client_id": f"editeur-{secrets.token_hex(8)}"}
        told = {"redirect_uris": kept, "active": active}
        before = EditorLogin.objects.filter(editor_id=editor_id).values("redirect_uris", "active").first()
        EditorLogin.objects.update_or_create(editor_id=editor_id, defaults=told, create_defaults=told | fresh)
        about: dict[str, Any] = {"active": active, "addresses": len(kept), "change": Change(before or {}, told)}
        journal.record_change(
            actor=actor, verb="save_editor_login", subject="editor", subject_id=editor_id, now=now, **about
        )


def renew_editor_secret(*, actor: Actor, editor_id: int, now: datetime) -> str:
    """A new secret, told this once and never kept; the one before opens nothing any more.

    Raises Refused for anyone but administrators, Impossible before the addresses are given.
    """
    _may_keep(actor)
    secret = secrets.token_urlsafe(32)
    with transaction.atomic(durable=True):
        if not EditorLogin.objects.filter(editor_id=editor_id).update(secret_hash=hashed(secret)):
            raise Impossible("Donnez d'abord les adresses de retour.")
        journal.record(actor=actor, verb="renew_editor_secret", subject="editor", subject_id=editor_id, now=now)
    return secret


def grant_login(*, actor: Actor, question: LoginQuestion, session_key: str, now: datetime) -> str:
    """Where to send the browser back: with a code, or with the error of a question that cannot be answered.

    Raises Impossible for an unknown editor or address, Refused for who is no regulator.
    """
    editor_asking(actor=actor, question=question)
    if problem := rules.fault(question):
        return way_back(question, error=problem)
    state = regulator_state(actor=actor, user_id=actor.user_id or 0) or _first_seen(actor, now)
    if state is None or not state.entitled:
        raise Refused("Seuls les régulateurs se connectent aux éditeurs par la plateforme.")
    code = secrets.token_urlsafe(32)
    with transaction.atomic(durable=True):
        row = EditorLogin.objects.get(client_id=question.client_id)
        LoginGrant.objects.create(
            login=row,
            user_id=state.user_id,
            session_key=session_key,
            code_hash=hashed(code),
            redirect_uri=question.redirect_uri,
            challenge=question.challenge,
            nonce=question.nonce,
            created_at=now,
        )
        journal.record(actor=actor, verb="grant_login", subject="editor", subject_id=row.editor_id, now=now)
    return way_back(question, code=code)


def refused_login(*, actor: Actor, question: LoginQuestion, error: str) -> str:
    """Where to send the browser back with an error. Raises Impossible for an unknown editor or address."""
    editor_asking(actor=actor, question=question)
    return way_back(question, error=error)


def exchange_login(*, actor: Actor, asked: Exchange, now: datetime) -> LoginTokens:
    """Tokens for a code, once. Raises Impossible, whose field is the error of OAuth.

    A code that the wrong editor shows, or with the wrong proof, is worth nothing afterwards; one shown twice takes
    back what it gave.
    """
    row, signer = asking(asked.client_id), keys.configured()
    if row is None or signer is None or not is_secret_of(row, asked.secret):
        raise Impossible("unknown client, or wrong secret", field="invalid_client")
    access = secrets.token_urlsafe(32)
    held, state = _spent(row, asked, actor=actor, access=access, now=now)
    told = rules.id_token(
        state.person,
        issuer=settings.PUBLIC_URL,
        client_id=row.client_id,
        nonce=held.nonce,
        signed_in=_signed_in_at(held),
        now=now,
    )
    return LoginTokens(signer.signed(told), access, int(rules.TOKEN_LIFE.total_seconds()))


def way_back(question: LoginQuestion, **answer: str) -> str:
    """The address that takes the browser back, with the answer; only for one that is known to be the editor's."""
    told = answer | {"iss": settings.PUBLIC_URL} | ({"state": question.state} if question.state else {})
    mark = "&" if "?" in question.redirect_uri else "?"
    return f"{question.redirect_uri}{mark}{urlencode(told)}"


def _spent(
    row: EditorLogin, asked: Exchange, *, actor: Actor, access: str, now: datetime
) -> tuple[LoginGrant, RegulatorState]:
    """The grant of a code, which is worth nothing from now on, and whom it was given for. Raises Impossible."""
    with transaction.atomic(durable=True):
        held = LoginGrant.objects.select_for_update(of=("self",)).filter(code_hash=hashed(asked.code)).first()
        problem = _problem(held, row, asked, now)
        state = regulator_state(actor=Actor.SYSTEM, user_id=held.user_id) if held and not problem else None
        if state and not state.entitled:
            state, problem = None, "no longer entitled"
        if held:
            token_hash = hashed(access) if state else ""
            LoginGrant.objects.filter(id=held.id).update(used_at=held.used_at or now, token_hash=token_hash)
        author = actor.signing_in(held.user_id if held and state else None)
        told = {"verb": "login_at_editor"} if state else {"verb": "refuse_login", "why": problem}
        journal.record(actor=author, subject="editor", subject_id=row.editor_id, now=now, **told)
    if held is None or state is None:
        _log.warning("login of editor %s refused: %s", row.editor_id, problem)
        raise Impossible(problem, field=_NO_GRANT)
    return held, state


def _problem(held: LoginGrant | None, row: EditorLogin, asked: Exchange, now: datetime) -> str:
    """Why the code opens nothing, in a few words; nothing when it does."""
    if held is None:
        return "unknown code"
    reasons = {
        "used code": held.used_at is not None,
        "another editor's code": held.login_id != row.id,
        "expired code": now > held.created_at + rules.CODE_LIFE,
        "another address": asked.redirect_uri != held.redirect_uri,
        "wrong proof": not rules.proves(asked.verifier, challenge=held.challenge),
        "session ended": not is_live(held, now),
    }
    return next((reason for reason, wrong in reasons.items() if wrong), "")


def _first_seen(actor: Actor, now: datetime) -> RegulatorState | None:
    """One whose session is older than the delegated login."""
    if not User.objects.filter(id=actor.user_id or 0).exists():
        return None
    with transaction.atomic(durable=True):
        present_regulator(user_id=actor.user_id or 0, now=now)
    return regulator_state(actor=actor, user_id=actor.user_id or 0)


def _signed_in_at(held: LoginGrant) -> datetime:
    opened = OpenSession.objects.filter(session_key=held.session_key).values_list("opened_at", flat=True).first()
    return opened or held.created_at


def _may_keep(actor: Actor) -> None:
    if refusal := directory.may_keep(actor):
        raise refusal
