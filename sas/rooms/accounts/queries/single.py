"""One account as its manager reads it: what it is, what it is attached to, where it stands (F-221, F-223)."""

from dataclasses import dataclass
from datetime import datetime

from sas.actor import Actor, Role
from sas.rooms.accounts import rules
from sas.rooms.accounts.enums import AccountStatus, LinkPurpose
from sas.rooms.accounts.models import CardIdentity, OneTimeLink, TermsAcceptance, User
from sas.rooms.accounts.queries.judging import held_of
from sas.rooms.accounts.queries.listing import status_of
from sas.rooms.accounts.queries.sight import Attached, attached_of, in_sight, stamp_of_account
from sas.rooms.accounts.rules import Asked, Held
from sas.rooms.directory import queries as directory


@dataclass(frozen=True, slots=True)
class PersonState:
    """What the page tells and nobody types."""

    status: AccountStatus
    created_at: datetime
    last_login: datetime | None
    terms_at: datetime | None
    card_linked_at: datetime | None
    password_set_at: datetime | None
    welcome_expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """An account in sight. `typed` is what the form starts from; `kept` what the manager's form leaves as it is.

    `stamp` names this state of the account; `refusal` says why it may not be changed.
    """

    id: int
    name: str
    email: str
    typed: Asked
    professional: str
    kept: tuple[str, ...]
    state: PersonState
    stamp: str
    refusal: str

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles of the account, in their order."""
        return self.typed.roles


def person(*, actor: Actor, user_id: int) -> PersonFacts | None:
    """An account in sight, or None (unknown, closed, or of other territories: the difference is not told)."""
    user = in_sight(actor).filter(id=user_id).first()
    if user is None:
        return None
    attached = attached_of([user.id]).get(user.id, Attached())
    held = held_of(actor=actor, user=user, attached=attached)
    typed, kept = _typed_and_kept(actor, user=user, attached=attached, held=held)
    refusal = rules.may_change(actor=actor, user_id=user.id, roles=typed.roles)
    return PersonFacts(
        id=user.id,
        name=f"{user.given_name} {user.family_name}",
        email=user.email,
        typed=typed,
        professional=held.professional.label if held.professional else "",
        kept=kept,
        state=_state(user),
        stamp=stamp_of_account(user, attached),
        refusal=refusal.reason if refusal else "",
    )


def _typed_and_kept(actor: Actor, *, user: User, attached: Attached, held: Held) -> tuple[Asked, tuple[str, ...]]:
    """The account in the words of the form, and the names of what the form does not hold."""
    houses = directory.structures(actor=actor, ids=attached.structures | attached.delegated_structures)
    people = directory.professionals(actor=actor, ids=attached.delegated_professionals)
    city = directory.communes(actor=actor, codes=[user.commune_id] if user.commune_id else []).get(
        user.commune_id or ""
    )
    own, for_whom = attached.structures - held.kept_structures, attached.delegated_structures
    typed = Asked(
        email=user.email,
        family_name=user.family_name,
        given_name=user.given_name,
        roles=tuple(role for role in Role if role.value in user.roles),
        professional=held.professional.label if held.professional else "",
        structures=tuple(one.label for one in houses if one.id in own),
        delegated_professionals=tuple(one.label for one in people if one.id not in held.kept_delegated_professionals),
        delegated_structures=tuple(one.label for one in houses if one.id in for_whom - held.kept_delegated_structures),
        territories=tuple(str(one) for one in sorted(attached.territories - held.kept_territories)),
        commune=city.label if city else "",
        cpx_number=user.cpx_number,
    )
    far = held.kept_structures | held.kept_delegated_structures
    kept = [one.name for one in houses if one.id in far]
    kept += [f"{one.given_name} {one.family_name}" for one in people if one.id in held.kept_delegated_professionals]
    kept += [one.name for one in directory.territories(actor=actor) if one.id in held.kept_territories]
    return typed, tuple(kept)


def _state(user: User) -> PersonState:
    accepted = TermsAcceptance.objects.filter(user=user).order_by("-at").first()
    card = CardIdentity.objects.filter(user=user).first()
    waiting = OneTimeLink.objects.filter(user=user, purpose=LinkPurpose.WELCOME, used_at__isnull=True)
    welcome = waiting.order_by("-expires_at").first()
    return PersonState(
        status=status_of(user),
        created_at=user.created_at,
        last_login=user.last_login,
        terms_at=accepted.at if accepted else None,
        card_linked_at=card.linked_at if card else None,
        password_set_at=user.password_set_at,
        welcome_expires_at=welcome.expires_at if welcome else None,
    )
