"""Asking for a délégataire, deciding, and taking the right back (F-120 to F-122, F-225, F-232)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.accounts.enums import RequestState
from sas.rooms.accounts.models import Delegation, DelegationComment, DelegationRequest, User
from sas.rooms.accounts.operations.making import AccountDraft, make_account
from sas.rooms.accounts.queries import email_of, names_of
from sas.rooms.accounts.queries.delegations import account_problem, key_of, owners_of, removable_delegation
from sas.rooms.accounts.rules import delegating as rules
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import Owner
from sas.rooms.journal import operations as journal
from sas.rooms.journal.rules import Change
from sas.rooms.outbox import operations as outbox
from sas.rooms.texts import queries as texts

_NOTHING_OWNED = "Aucun professionnel ni aucune structure n'est rattaché à votre compte : il n'y a rien à déléguer."
_NO_TERRITORY = "Cette ville n'est dans aucun territoire du SAS : votre demande ne peut être envoyée à personne."
_NOBODY = "Aucun gestionnaire de comptes ni référent n'est connu pour cette ville : votre demande n'est pas envoyée."
_OWN_ADDRESS = "Cette adresse est la vôtre : indiquez celle de votre délégataire."
_UNDER_WAY = "Vous avez déjà une demande en attente pour cette adresse : elle est en cours de traitement."
_ALREADY = "Cette personne est déjà votre délégataire."
_TOO_MANY = f"Vous avez envoyé {rules.MOST_A_DAY} demandes en vingt-quatre heures : réessayez demain."
_NOT_YOURS = "Cette délégation n'existe plus, ou n'est pas la vôtre."
_GONE = "Cette demande n'existe pas, ou concerne un autre territoire que les vôtres."
_NOTHING_CHOSEN = "Choisissez au moins un professionnel ou une structure."
_NOT_ATTACHABLE = "Ce choix n'est pas, ou n'est plus, possible : relisez la liste."


@dataclass(frozen=True, slots=True)
class DelegateDraft:
    """Who is asked for; `commune_code` is the INSEE code of the city of practice."""

    family_name: str
    given_name: str
    email: str
    commune_code: str


def request_delegation(*, actor: Actor, draft: DelegateDraft, now: datetime) -> int:
    """Ask the account managers and referents of the city's territories for a délégataire (F-120, F-121).

    Returns the id of the request. Raises Refused for anyone but an effecteur or a structure manager; Impossible when
    nobody can be written to (field "city"), when it was already asked (field "email"), or too often.
    """
    _raise(rules.may_request(actor))
    family_name = rules.checked_name(draft.family_name, field="family_name")
    given_name = rules.checked_name(draft.given_name, field="given_name")
    email = rules.checked_email(draft.email)
    with transaction.atomic(durable=True):
        own = _requester(actor=actor, email=email, now=now)
        territories = sorted(directory.territories_of_commune(actor=actor, code=draft.commune_code))
        readers = _readers_of(actor, territories)
        row = DelegationRequest.objects.create(
            requester=own,
            family_name=family_name,
            given_name=given_name,
            email=email,
            commune_id=draft.commune_code,
            territory_ids=territories,
            created_at=now,
        )
        _write_to_readers(row, actor=actor, readers=readers, now=now)
        _trace("request_delegation", row, actor=actor, now=now, commune=row.commune_id, written_to=len(readers))
    return row.id


def comment_delegation(*, actor: Actor, request_id: int, text: str, now: datetime) -> None:
    """Note something on a request; raises Refused to whoever may not read it, Impossible for no text or too much."""
    with transaction.atomic(durable=True):
        row = DelegationRequest.objects.filter(id=request_id).first()
        _raise(rules.may_read(actor, territories=row.territory_ids if row else ()))
        if row is None:
            raise Refused(_GONE)
        told = rules.checked_text(text, most=rules.COMMENT_LENGTH, field="text")
        DelegationComment.objects.create(request=row, author_id=actor.user_id, at=now, text=told)
        _trace("comment_delegation", row, actor=actor, now=now)


def accept_delegation(*, actor: Actor, request_id: int, chosen: Collection[str], now: datetime) -> None:
    """Let the person act for the chosen ones (Owner.key) of the requester's (F-225); makes the account if need be.

    Raises Refused to whoever may not decide; Impossible once decided by somebody else or otherwise, when the account
    of the address may not be used, or for a choice that is empty or not the actor's to make (field "chosen"). Said
    again by the same person it changes nothing.
    """
    with transaction.atomic(durable=True):
        held = _held(request_id, actor=actor)
        if _already(held, RequestState.ACCEPTED, actor=actor):
            return
        owners = _chosen(held, chosen, actor=actor)
        delegate_id = _delegate(held, actor=actor, now=now)
        Delegation.objects.bulk_create(
            [
                Delegation(delegate_id=delegate_id, professional_id=one.professional_id, structure_id=one.structure_id)
                for one in owners
            ],
            ignore_conflicts=True,
        )
        _settle(held, RequestState.ACCEPTED, actor=actor, now=now, delegate_id=delegate_id)
        told = {"agendas": rules.one_a_line(one.name for one in owners)}
        asked = told | {"delegataire": _name(held), "lien": _at("/delegations")}
        _write("delegation_accepted", actor=actor, user_id=held.requester_id, now=now, **asked)
        granted = told | {"lien": _at("/sas/tableau-de-bord")}
        _write("delegation_granted", actor=actor, user_id=delegate_id, now=now, **granted)
        keys = sorted(one.key for one in owners)
        change = Change(after={"state": RequestState.ACCEPTED.value, "delegate": delegate_id, "owners": keys})
        _trace("accept_delegation", held, actor=actor, now=now, change=change, delegate=delegate_id, owners=keys)


def refuse_delegation(*, actor: Actor, request_id: int, reason: str, now: datetime) -> None:
    """Refuse a request, the requester being told why (F-225). Raises as `accept_delegation` (field "reason")."""
    with transaction.atomic(durable=True):
        held = _held(request_id, actor=actor)
        if _already(held, RequestState.REFUSED, actor=actor):
            return
        told = rules.checked_text(reason, most=rules.REASON_LENGTH, field="reason")
        _settle(held, RequestState.REFUSED, actor=actor, now=now, reason=told)
        about = {"delegataire": _name(held), "motif": told, "lien": _at("/delegations")}
        _write("delegation_refused", actor=actor, user_id=held.requester_id, now=now, **about)
        # Its words may name somebody else, and go with the request: the trail keeps how long they were.
        change = Change(after={"state": RequestState.REFUSED.value, "reason_length": len(told)})
        _trace("refuse_delegation", held, actor=actor, now=now, change=change)


def remove_delegation(*, actor: Actor, delegation_id: int, now: datetime) -> None:
    """Take the right back from a délégataire, who is told; it ends with his next request (F-122).

    Raises Refused unless the delegation is for the actor's professional or one of the structures he manages.
    """
    with transaction.atomic(durable=True):
        found = removable_delegation(actor=actor, delegation_id=delegation_id)
        row = Delegation.objects.select_for_update(of=("self",)).filter(id=delegation_id).first()
        if found is None or row is None:
            raise Refused(_NOT_YOURS)
        row.delete()
        agendas = rules.one_a_line([found.owner])
        _write("delegation_withdrawn", actor=actor, user_id=row.delegate_id, now=now, agendas=agendas)
        about = {"professional": row.professional_id, "structure": row.structure_id}
        told: dict[str, Any] = {"change": Change(before={name: one for name, one in about.items() if one}), **about}
        journal.record_change(
            actor=actor, verb="remove_delegation", subject="user", subject_id=row.delegate_id, now=now, **told
        )


def _raise(problem: Refused | Impossible | None) -> None:
    if problem:
        raise problem


def _requester(*, actor: Actor, email: str, now: datetime) -> User:
    """The actor's account, who may ask for this address; held, so that two requests are counted one after the other."""
    own = User.objects.select_for_update(no_key=True, of=("self",)).get(id=actor.user_id or 0)
    if own.email == email:
        raise Impossible(_OWN_ADDRESS, field="email")
    owners = owners_of(actor=actor, user_id=own.id)
    if not owners:
        raise Impossible(_NOTHING_OWNED)
    asked = DelegationRequest.objects.filter(requester=own)
    if asked.filter(email=email, state=RequestState.PENDING).exists():
        raise Impossible(_UNDER_WAY, field="email")
    if {key_of(row) for row in Delegation.objects.filter(delegate__email=email)} >= {one.key for one in owners}:
        raise Impossible(_ALREADY, field="email")
    if asked.filter(created_at__gt=now - rules.A_DAY).count() >= rules.MOST_A_DAY:
        raise Impossible(_TOO_MANY)
    return own


def _readers_of(actor: Actor, territories: Collection[int]) -> list[User]:
    """Whoever is told; raises Impossible (field "city"), with the regional contacts, when nobody would be."""
    if not territories:
        raise Impossible(_NO_TERRITORY, field="city")
    open_to = User.objects.filter(is_active=True, closed_at__isnull=True, territories__in=territories)
    found = list(open_to.filter(roles__overlap=[role.value for role in rules.WRITTEN_TO]).distinct().order_by("id"))
    if not found:
        known = " ; ".join(one.line for one in directory.contacts(actor=actor, territory_ids=territories))
        raise Impossible(f"{_NOBODY} Contact régional : {known}." if known else _NOBODY, field="city")
    return found


def _write_to_readers(row: DelegationRequest, *, actor: Actor, readers: Collection[User], now: datetime) -> None:
    has_account = User.objects.filter(email=row.email, closed_at__isnull=True).exists()
    letter = texts.letter(
        actor=actor,
        key="mail_delegation_request",
        now=now,
        demandeur=actor.name,
        delegataire=_name(row),
        ville=directory.commune_labels(actor=actor, codes=[row.commune_id])[row.commune_id],
        adresse=row.email,
        a_un_compte="oui" if has_account else "non",
        lien=_at("/administration/delegations"),
    )
    for one in readers:
        outbox.post(actor=actor, kind="delegation_request", to=one.email, letter=letter, now=now, user_id=one.id)


def _held(request_id: int, *, actor: Actor) -> DelegationRequest:
    """The request, locked with all those of its address, so that one account is made for them; raises Refused."""
    address = DelegationRequest.objects.filter(id=request_id).values("email")
    rows = DelegationRequest.objects.select_for_update(of=("self",)).filter(email__in=address).order_by("id")
    held = next((row for row in rows if row.id == request_id), None)
    _raise(rules.may_decide(actor, territories=held.territory_ids if held else ()))
    if held is None:
        raise Refused(_GONE)
    return held


def _already(held: DelegationRequest, wanted: RequestState, *, actor: Actor) -> bool:
    """True when this person decided it so; raises Impossible when it was decided by another, or otherwise."""
    state = RequestState(held.state)
    if state is RequestState.PENDING:
        return False
    if state is wanted and held.decided_by_id == actor.user_id:
        return True
    by = held.decided_by_id or 0
    raise rules.already_decided(state, by=names_of(actor=actor, user_ids=frozenset({by})).get(by, ""))


def _chosen(held: DelegationRequest, chosen: Collection[str], *, actor: Actor) -> list[Owner]:
    wanted = set(chosen)
    if not wanted:
        raise Impossible(_NOTHING_CHOSEN, field="chosen")
    theirs = owners_of(actor=actor, user_id=held.requester_id)
    found = [one for one in theirs if one.key in wanted]
    if len(found) < len(wanted) or any(rules.cannot_attach(actor, territories=one.territories) for one in found):
        raise Impossible(_NOT_ATTACHABLE, field="chosen")
    return found


def _delegate(held: DelegationRequest, *, actor: Actor, now: datetime) -> int:
    """The account of the address, made délégataire: new with its welcome mail, or the one there is.

    An account there is keeps its territories: they are what its other roles may see.
    """
    known = User.objects.select_for_update(no_key=True, of=("self",)).filter(email=held.email, closed_at__isnull=True)
    found = known.first()
    if found is None:
        draft = AccountDraft(
            email=held.email,
            family_name=held.family_name,
            given_name=held.given_name,
            roles=(Role.DELEGATAIRE,),
            territory_ids=held.territory_ids,
            commune_code=held.commune_id,
        )
        return make_account(actor=actor, draft=draft, now=now)
    if problem := account_problem(actor=actor, holder=found, requester_id=held.requester_id):
        raise Impossible(problem)
    if Role.DELEGATAIRE not in found.roles:
        User.objects.filter(id=found.id).update(roles=[*found.roles, Role.DELEGATAIRE.value])
    return found.id


def _settle(held: DelegationRequest, state: RequestState, *, actor: Actor, now: datetime, **details: object) -> None:
    DelegationRequest.objects.filter(id=held.id).update(
        state=state, decided_by_id=actor.user_id, decided_at=now, **details
    )


def _name(row: DelegationRequest) -> str:
    return f"{row.given_name} {row.family_name}"


def _at(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"


def _write(kind: str, *, actor: Actor, user_id: int, now: datetime, **values: str) -> None:
    """To an account that is open; another one is not written to."""
    if to := email_of(actor=actor, user_id=user_id):
        letter = texts.letter(actor=actor, key=f"mail_{kind}", now=now, **values)
        outbox.post(actor=actor, kind=kind, to=to, letter=letter, now=now, user_id=user_id)


def _trace(
    verb: str, row: DelegationRequest, *, actor: Actor, now: datetime, change: Change | None = None, **details: Any
) -> None:
    about: dict[str, Any] = {"subject": "delegation_request", "subject_id": row.id}
    journal.record_change(actor=actor, verb=verb, now=now, change=change, **about, **details)
