"""Taking a request in hand, answering it, closing it (F-244)."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from sas.actor import Actor
from sas.errors import Refused
from sas.rooms.accounts import queries as accounts
from sas.rooms.assistance import rules
from sas.rooms.assistance.enums import AssistanceState, Topic
from sas.rooms.assistance.models import AssistanceAnswer, AssistanceRequest
from sas.rooms.journal import operations as journal
from sas.rooms.outbox import operations as outbox
from sas.rooms.texts import queries as texts

_GONE = "Cette demande n'existe pas, ou relève d'un autre service ou d'un autre territoire que les vôtres."


def take_assistance(*, actor: Actor, request_id: int, now: datetime) -> None:
    """Say that one deals with it.

    Raises Refused to whoever may not read it, Impossible once somebody took it in hand, answered or closed it.
    """
    with transaction.atomic(durable=True):
        held = _held(request_id, AssistanceState.IN_HAND, actor=actor)
        _move(held, AssistanceState.IN_HAND, actor=actor, now=now, taken_by_id=actor.user_id)


def answer_assistance(*, actor: Actor, request_id: int, text: str, now: datetime) -> None:
    """Write to whoever asked; who answers first has taken it in hand. Raises as `take_assistance` (field "text")."""
    with transaction.atomic(durable=True):
        held = _held(request_id, AssistanceState.ANSWERED, actor=actor)
        told = rules.checked_answer(text)
        AssistanceAnswer.objects.create(request=held, author_id=actor.user_id, at=now, text=told)
        letter = texts.letter(
            actor=actor,
            key="mail_assistance_answer",
            now=now,
            numero=rules.reference(held.id, held.created_at),
            objet=Topic(held.topic).label,
            reponse=told,
            lien=f"{settings.PUBLIC_URL}/aide/contact",
        )
        outbox.post(
            actor=actor, kind="assistance_answer", to=held.email, letter=letter, now=now, user_id=held.sender_id
        )
        taken = held.taken_by_id or actor.user_id
        _move(held, AssistanceState.ANSWERED, actor=actor, now=now, taken_by_id=taken, answered_at=now)


def close_assistance(*, actor: Actor, request_id: int, now: datetime) -> None:
    """End it, answered or not; nobody is written to. Raises as `take_assistance`."""
    with transaction.atomic(durable=True):
        held = _held(request_id, AssistanceState.CLOSED, actor=actor)
        _move(held, AssistanceState.CLOSED, actor=actor, now=now, closed_at=now)


def _held(request_id: int, wanted: AssistanceState, *, actor: Actor) -> AssistanceRequest:
    """The request, locked, that this actor may move so."""
    row = AssistanceRequest.objects.select_for_update(of=("self",)).filter(id=request_id).first()
    if row is None:
        raise Refused(_GONE)
    if refusal := rules.may_read(actor, desk=row.desk, territory_id=row.territory_id):
        raise refusal
    by = row.taken_by_id or 0
    names = accounts.names_of(actor=actor, user_ids=frozenset({by} if by else ()))
    if problem := rules.cannot_move(AssistanceState(row.state), wanted, by=names.get(by, "")):
        raise problem
    return row


def _move(row: AssistanceRequest, state: AssistanceState, *, actor: Actor, now: datetime, **columns: object) -> None:
    AssistanceRequest.objects.filter(id=row.id).update(state=state, **columns)
    verb = f"{state.value}_assistance"
    journal.record(actor=actor, verb=verb, subject="assistance_request", subject_id=row.id, now=now)
