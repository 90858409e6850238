"""Creating and changing other people's accounts (F-221, F-223, F-224)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.accounts import queries, rules
from sas.rooms.accounts.models import Delegation, OneTimeLink, OpenSession, User
from sas.rooms.accounts.operations import sessions
from sas.rooms.accounts.operations.making import AccountDraft, make_account, post_welcome
from sas.rooms.accounts.operations.regulators import withdraw_regulator
from sas.rooms.accounts.operations.traced import COLUMNS, change_of, facts_of
from sas.rooms.accounts.queries.sight import Attached, attached_of, in_sight, stamp_of_account
from sas.rooms.accounts.rules import Asked, Settled
from sas.rooms.directory.rules import search_key
from sas.rooms.journal import operations as journal
from sas.rooms.journal.rules import Change
from sas.rooms.outbox import operations as outbox
from sas.rooms.texts import queries as texts

_CHANGED_MEANWHILE = (
    "Ce compte a été modifié par quelqu'un d'autre depuis l'ouverture de cette page : rien n'a été enregistré. "
    "Rouvrez la page pour voir ses valeurs, puis recommencez."
)
_GONE = "Ce compte n'existe pas, ou n'est pas de vos territoires."
_TAKEN_MEANWHILE = "Un autre compte vient de prendre cette adresse, ce professionnel ou ce numéro de carte."


def create_managed(*, actor: Actor, asked: Asked, now: datetime) -> int:
    """Make the account and invite the person; returns its id.

    Raises Refused for who manages no account, Impossible with the first field that is wrong.
    """
    try:
        with transaction.atomic(durable=True):
            return make_managed(actor=actor, asked=asked, now=now)
    except IntegrityError as race:
        raise Impossible(_TAKEN_MEANWHILE) from race


def make_managed(*, actor: Actor, asked: Asked, now: datetime) -> int:
    """The same, in the transaction of the operation that calls it."""
    settled = _settled(actor=actor, asked=asked)
    return make_account(actor=actor, draft=_draft(settled), now=now)


def edit_account(*, actor: Actor, user_id: int, stamp: str, asked: Asked, now: datetime) -> None:
    """Give the account what is asked; a new address is welcomed and the old one warned (F-014).

    Raises Refused (rank, not in sight), Impossible with the first field that is wrong, or when the account is no
    longer in the state that `stamp` names.
    """
    try:
        with transaction.atomic(durable=True):
            user, attached = reached(actor=actor, user_id=user_id)
            if stamp_of_account(user, attached) != stamp:
                raise Impossible(_CHANGED_MEANWHILE)
            settled = _settled(actor=actor, asked=asked, user_id=user_id)
            change = change_of(user.id, before=facts_of(user, attached), after=_wanted(user, settled))
            _apply(user, change)
            if "email" in change.names:
                _move(actor, user, settled.email, now)
            if Role.REGULATEUR_OSNP.value in user.roles and Role.REGULATEUR_OSNP not in settled.roles:
                withdraw_regulator(user_id=user.id, now=now)
            if change.names:
                _trace(user, change, actor=actor, now=now)
    except IntegrityError as race:
        raise Impossible(_TAKEN_MEANWHILE) from race


def reached(*, actor: Actor, user_id: int) -> tuple[User, Attached]:
    """The account, locked, if the actor may change it; raises Refused, told alike for one that does not exist."""
    if not in_sight(actor).filter(id=user_id).exists():
        raise Refused(_GONE)
    user = User.objects.select_for_update(of=("self",)).get(id=user_id)
    roles = [role for role in Role if role.value in user.roles]
    if refusal := rules.may_change(actor=actor, user_id=user_id, roles=roles):
        raise refusal
    return user, attached_of([user_id]).get(user_id, Attached())


def _settled(*, actor: Actor, asked: Asked, user_id: int | None = None) -> Settled:
    settled, problems = queries.judged(actor=actor, asked=asked, user_id=user_id)
    if settled is None:
        field, sentence = next(iter(problems.items()))
        raise Impossible(sentence, field=field)
    return settled


def _draft(settled: Settled) -> AccountDraft:
    return AccountDraft(
        email=settled.email,
        family_name=settled.family_name,
        given_name=settled.given_name,
        roles=settled.roles,
        territory_ids=settled.territory_ids,
        commune_code=settled.commune_code,
        cpx_number=settled.cpx_number,
        professional_id=settled.professional_id,
        structure_ids=settled.structure_ids,
        delegated_professionals=settled.delegated_professionals,
        delegated_structures=settled.delegated_structures,
    )


def _wanted(user: User, settled: Settled) -> dict[str, Any]:
    roles = [role.value for role in settled.roles]
    return {
        "family_name": settled.family_name,
        "given_name": settled.given_name,
        "roles": user.roles if set(user.roles) == {*roles} else roles,
        "professional_id": settled.professional_id,
        "commune_id": settled.commune_code,
        "cpx_number": settled.cpx_number,
        "email": settled.email,
        "territories": settled.territory_ids,
        "structures": settled.structure_ids,
        "delegated_professional_id": settled.delegated_professionals,
        "delegated_structure_id": settled.delegated_structures,
    }


def _apply(user: User, change: Change) -> None:
    """Write what differs."""
    before, after = change.before, change.after
    written = {name: after[name] for name in COLUMNS if name in change.names}
    if {"family_name", "given_name"} & written.keys():
        written["name_key"] = search_key(f"{after['family_name']} {after['given_name']}")
    if written:
        User.objects.filter(id=user.id).update(**written)
    for name, related in (("territories", user.territories), ("structures", user.structures)):
        if name in change.names:
            related.set(after[name])
    for name in ("professional_id", "structure_id"):
        had, wanted = before[f"delegated_{name}"], after[f"delegated_{name}"]
        if had != wanted:
            Delegation.objects.filter(delegate=user, **{f"{name}__in": had - wanted}).delete()
            Delegation.objects.bulk_create([Delegation(delegate=user, **{name: one}) for one in sorted(wanted - had)])


def _trace(user: User, change: Change, *, actor: Actor, now: datetime) -> None:
    verb, fields = "edit_account", list(change.names)
    journal.record_change(
        actor=actor, verb=verb, subject="user", subject_id=user.id, now=now, change=change, fields=fields
    )


def _move(actor: Actor, user: User, email: str, now: datetime) -> None:
    """Nothing sent to the old address opens the account any longer; the old one is warned, the new one welcomed."""
    old, user.email = user.email, email
    sessions.end(OpenSession.objects.filter(user=user))
    OneTimeLink.objects.filter(user=user, used_at__isnull=True).update(used_at=now)
    letter = texts.letter(actor=actor, key="mail_address_moved", now=now, lien=settings.PUBLIC_URL)
    outbox.post(actor=actor, kind="address_changed", to=old, letter=letter, now=now, user_id=user.id)
    if user.is_active:
        post_welcome(actor=actor, user=user, now=now)


def resend_welcome(*, actor: Actor, user_id: int, now: datetime) -> None:
    """Post the welcome mail again (F-013); its earlier link no longer opens anything.

    Raises Refused, or Impossible for an account that may not sign in.
    """
    with transaction.atomic(durable=True):
        user, _ = reached(actor=actor, user_id=user_id)
        if not user.is_active:
            raise Impossible("Ce compte est désactivé : réactivez-le avant d'envoyer le message de bienvenue.")
        post_welcome(actor=actor, user=user, now=now)
        journal.record(actor=actor, verb="resend_welcome", subject="user", subject_id=user.id, now=now)
