"""What is held on an account in this room; secrets and their digests are left out."""

from collections.abc import Iterator
from typing import Any

from sas.actor import Actor, Role
from sas.held import Held, Row, held
from sas.rooms.accounts.models import (
    BulkCreation,
    BulkLine,
    CardIdentity,
    DelegationComment,
    DelegationRequest,
    LoginGrant,
    OneTimeLink,
    OpenSession,
    RegulatorIdentity,
    TermsAcceptance,
    User,
)
from sas.rooms.accounts.queries.sight import Attached, attached_of
from sas.rooms.directory import queries as directory

_PERSON = ("family_name", "given_name", "email")
_OWN = (
    "email",
    "family_name",
    "given_name",
    "is_active",
    "cpx_number",
    "created_at",
    "last_login",
    "password_set_at",
    "password_reminded_at",
    "inactivity_step",
    "inactivity_step_at",
    "welcomed",
)


def held_on_oneself(*, actor: Actor) -> Iterator[Held]:
    """The account, what it is attached to, how it signs in, what it asked and decided."""
    me = actor.user_id or 0
    yield Held("account", [_account(actor)])
    yield Held("attachments", list(_attachments(actor)))
    yield held(
        "card", CardIdentity.objects.filter(user=me), "issuer", "subject", "national_id", "linked_at", "last_used_at"
    )
    yield held("sessions", OpenSession.objects.filter(user=me), "opened_at", "means", "browser")
    links = OneTimeLink.objects.filter(user=me)
    yield held("links", links, "purpose", "email", "created_at", "expires_at", "used_at")
    yield held("acceptances", TermsAcceptance.objects.filter(user=me), "version", "at", "means")
    yield held("editor_logins", LoginGrant.objects.filter(user=me), "created_at", "used_at", "redirect_uri")
    yield held("regulator_number", RegulatorIdentity.objects.filter(user=me), "technical_id")
    yield from _delegations(me)
    yield held("account_files", BulkCreation.objects.filter(author=me), "file_name", "state", "created_at")
    yield held("account_file_lines", BulkLine.objects.filter(user=me), "number", "state", "bulk__created_at")


def _account(actor: Actor) -> Row:
    row: dict[str, Any] = {**User.objects.filter(id=actor.user_id or 0).values(*_OWN, "roles", "commune_id").get()}
    code = row.pop("commune_id")
    city = directory.communes(actor=actor, codes=[code]).get(code) if code else None
    labels = [role.label for role in Role if role.value in row["roles"]]
    return row | {"roles": labels, "commune": city.label if city else ""}


def _attachments(actor: Actor) -> Iterator[Row]:
    """By name: the professional one is, the structures kept, whom one acts for, the territories."""
    attached = attached_of([actor.user_id or 0]).get(actor.user_id or 0, Attached())
    own = User.objects.filter(id=actor.user_id or 0, professional__isnull=False).values_list(
        "professional_id", flat=True
    )
    people = directory.professionals(actor=actor, ids={*own, *attached.delegated_professionals})
    houses = directory.structures(actor=actor, ids=attached.structures | attached.delegated_structures)
    for one in people:
        delegated = one.id in attached.delegated_professionals
        yield {"what": "Professionnel délégué" if delegated else "Professionnel", "name": one.label}
    for house in houses:
        delegated = house.id in attached.delegated_structures
        yield {"what": "Structure déléguée" if delegated else "Structure", "name": house.label}
    for name in directory.territory_names(actor=actor, territory_ids=attached.territories).values():
        yield {"what": "Territoire", "name": name}


def _delegations(me: int) -> Iterator[Held]:
    asked, story = DelegationRequest.objects, ("state", "created_at", "decided_at")
    yield held("delegation_requests", asked.filter(requester=me), *_PERSON, *story, "reason")
    yield held("delegation_received", asked.filter(delegate=me), *_PERSON, *story)
    yield held("delegation_decisions", asked.filter(decided_by=me), "id", "state", "decided_at", "reason")
    yield held("delegation_comments", DelegationComment.objects.filter(author=me), "request_id", "at", "text")
