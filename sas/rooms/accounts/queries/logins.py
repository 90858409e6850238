"""Editors that may ask who is signed in, and what they are told (INT_SSO; ADR 40)."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.sessions.models import Session

from sas.actor import Actor
from sas.adapters.sso import keys
from sas.errors import Impossible
from sas.rooms.accounts.models import EditorLogin, LoginGrant
from sas.rooms.accounts.queries.links import hashed
from sas.rooms.accounts.queries.regulators import regulator_state
from sas.rooms.accounts.rules import LOGIN_SCOPES, TOKEN_LIFE, LoginQuestion, about
from sas.rooms.directory import queries as directory


@dataclass(frozen=True, slots=True)
class LoginState:
    """An editor's account with the delegated login; `has_secret` False: nobody may ask yet."""

    client_id: str
    redirect_uris: tuple[str, ...]
    active: bool
    has_secret: bool


def provided(*, actor: Actor) -> bool:
    """True when the platform has a key to sign with."""
    return keys.configured() is not None


def provider(*, actor: Actor) -> Mapping[str, object] | None:
    """The discovery document, None when no login is provided."""
    signer, site = keys.configured(), settings.PUBLIC_URL
    if signer is None:
        return None
    return {
        "issuer": site,
        "authorization_endpoint": f"{site}/sso/autorisation",
        "token_endpoint": f"{site}/sso/jeton",
        "userinfo_endpoint": f"{site}/sso/identite",
        "jwks_uri": f"{site}/sso/cles",
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [signer.algorithm],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": list(LOGIN_SCOPES),
        "claims_supported": ["sub", "name", "family_name", "given_name", "email", "habilitation", "SubjectNameID"],
        "prompt_values_supported": ["none"],
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "authorization_response_iss_parameter_supported": True,
        "ui_locales_supported": ["fr"],
    }


def published_keys(*, actor: Actor) -> Mapping[str, object] | None:
    """What tokens are checked with, None when no login is provided."""
    signer = keys.configured()
    return signer.published() if signer else None


def editor_login(*, actor: Actor, editor_id: int) -> LoginState | None:
    """Of one editor, None when it never had any."""
    row = EditorLogin.objects.filter(editor_id=editor_id).first()
    if row is None:
        return None
    return LoginState(row.client_id, tuple(row.redirect_uris), row.active, has_secret=bool(row.secret_hash))


def editor_asking(*, actor: Actor, question: LoginQuestion) -> str:
    """The name of the editor that sends this browser, when it may, and to where it says.

    Raises Impossible for an unknown client, or an address of return that is not one of its own: nothing may be sent
    there, not even the error.
    """
    row = asking(question.client_id)
    if row is None or question.redirect_uri not in row.redirect_uris or keys.configured() is None:
        raise Impossible("Cette demande de connexion ne vient pas d'un éditeur connu de la plateforme.")
    (found,) = [one for one in directory.editors(actor=actor) if one.id == row.editor_id]
    return found.name


def signed_in_person(*, actor: Actor, token: str, now: datetime) -> Mapping[str, object] | None:
    """Who the token was given for, None for one that opens nothing: expired, or his session or his right has ended."""
    since = now - TOKEN_LIFE
    row = LoginGrant.objects.select_related("login").filter(token_hash=hashed(token), used_at__gt=since).first()
    if row is None or not is_live(row, now):
        return None
    state = regulator_state(actor=actor, user_id=row.user_id)
    return about(state.person) if state and state.entitled and asking(row.login.client_id) else None


def asking(client_id: str) -> EditorLogin | None:
    """A row of this room's own operations: the login of an active editor, which has a secret."""
    row = EditorLogin.objects.filter(client_id=client_id, active=True).exclude(secret_hash="").first()
    if row is None or row.editor_id not in {one.id for one in directory.editors(actor=Actor.SYSTEM)}:
        return None
    return row


def is_live(grant: LoginGrant, now: datetime) -> bool:
    """True while the browser's session lasts."""
    return Session.objects.filter(session_key=grant.session_key, expire_date__gt=now).exists()


def is_secret_of(row: EditorLogin, secret: str) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(row.secret_hash, hashed(secret))
