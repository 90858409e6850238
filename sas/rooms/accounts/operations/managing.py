"""Creating and changing other people's accounts (F-221, F-223, F-224)."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.accounts import queries, rules
from sas.rooms.accounts.models import Delegation, OneTimeLink, OpenSession, User
from sas.rooms.accounts.operations import sessions
from sas.rooms.accounts.operations.making import AccountDraft, make_account, post_welcome
from sas.rooms.accounts.operations.regulators import withdraw_regulator
from sas.rooms.accounts.queries.sight import Attached, attached_of, in_sight, stamp_of_account
from sas.rooms.accounts.rules import Asked, Settled
from sas.rooms.directory.rules import search_key
from sas.rooms.journal import operations as journal
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
            changed = _apply(user, settled, attached)
            if "email" in changed:
                _move(actor, user, settled.email, now)
            if Role.REGULATEUR_OSNP.value in user.roles and Role.REGULATEUR_OSNP not in settled.roles:
                withdraw_regulator(user_id=user.id, now=now)
            if changed:
                journal.record(
                    actor=actor, verb="edit_account", subject="user", subject_id=user.id, now=now, fields=changed
                )
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


def _apply(user: User, settled: Settled, attached: Attached) -> list[str]:
    """Write what differs; returns the names of the fields that changed, never their values."""
    roles = [role.value for role in settled.roles]
    wanted = {
        "family_name": settled.family_name,
        "given_name": settled.given_name,
        "roles": user.roles if set(user.roles) == {*roles} else roles,
        "professional_id": settled.professional_id,
        "commune_id": settled.commune_code,
        "cpx_number": settled.cpx_number,
        "email": settled.email,
    }
    changed = [name for name, value in wanted.items() if getattr(user, name) != value]
    written = {name: wanted[name] for name in changed}
    if {"family_name", "given_name"} & set(changed):
        written["name_key"] = search_key(f"{settled.family_name} {settled.given_name}")
    if written:
        User.objects.filter(id=user.id).update(**written)
    return changed + _apply_attachments(user, settled, attached)


def _apply_attachments(user: User, settled: Settled, attached: Attached) -> list[str]:
    changed = []
    if attached.territories != settled.territory_ids:
        user.territories.set(settled.territory_ids)
        changed.append("territories")
    if attached.structures != settled.structure_ids:
        user.structures.set(settled.structure_ids)
        changed.append("structures")
    for name, had, wanted in (
        ("professional_id", attached.delegated_professionals, settled.delegated_professionals),
        ("structure_id", attached.delegated_structures, settled.delegated_structures),
    ):
        if had != wanted:
            Delegation.objects.filter(delegate=user, **{f"{name}__in": had - wanted}).delete()
            Delegation.objects.bulk_create([Delegation(delegate=user, **{name: one}) for one in sorted(wanted - had)])
            changed.append(f"delegated_{name}")
    return changed


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
