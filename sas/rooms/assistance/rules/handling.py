"""Who answers a request, who reads it, and how far it may be moved (F-244)."""

from collections.abc import Collection

from django.db.models import Q

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.assistance.enums import HOLDERS, LOCAL_DESKS, ROUTES, TRANSITIONS, AssistanceState, Desk, Topic
from sas.rooms.assistance.rules.writing import ANSWER_LENGTH, checked_message

ADMINISTRATORS = (Role.ADMINISTRATEUR_NATIONAL, Role.ADMINISTRATEUR)
HANDLERS = (Role.GESTIONNAIRE_COMPTES, Role.REFERENT_TERRITORIAL, *ADMINISTRATORS)

_NOT_YOURS = "Cette demande n'existe pas, ou relève d'un autre service ou d'un autre territoire que les vôtres."


def desk_of(topic: Topic, *, held: Collection[Desk]) -> Desk:
    """The desk of the topic, or the national one when nobody holds that desk in the territory of the request."""
    wanted = ROUTES[topic]
    return Desk.NATIONAL if wanted in LOCAL_DESKS and wanted not in held else wanted


def may_read_queue(actor: Actor) -> Refused | None:
    """Whoever holds a desk; what each one finds there is `visible_to`."""
    return None if actor.has(*HANDLERS) else Refused("Les demandes d'assistance sont lues par ceux qui y répondent.")


def visible_to(actor: Actor) -> Q:
    """The requests of the desks that the actor holds, in his territories; all of them for an administrator."""
    if actor.has(*ADMINISTRATORS):
        return Q()
    desks = [desk.value for desk in sorted(LOCAL_DESKS) if actor.has(HOLDERS[desk])]
    return Q(desk__in=desks, territory_id__in=sorted(actor.territories))


def may_read(actor: Actor, *, desk: str, territory_id: int | None) -> Refused | None:
    """The same, for one request; also who may take it in hand, answer and close it."""
    local = desk in LOCAL_DESKS and actor.has(HOLDERS[Desk(desk)]) and territory_id in actor.territories
    return None if local or actor.has(*ADMINISTRATORS) else Refused(_NOT_YOURS)


def cannot_move(state: AssistanceState, wanted: AssistanceState, *, by: str) -> Impossible | None:
    """Why a request does not go from one state to the other; `by`: who took it in hand, if anybody."""
    if wanted in TRANSITIONS[state]:
        return None
    whom = f" par {by}" if by and state is not AssistanceState.CLOSED else ""
    return Impossible(f"Cette demande est déjà {state.label.lower()}{whom} : rechargez la page.")


def checked_answer(text: str) -> str:
    """Raises Impossible (field "text") when it is empty or too long."""
    return checked_message(text, most=ANSWER_LENGTH, field="text")
