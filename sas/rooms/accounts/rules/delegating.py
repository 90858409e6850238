"""Who asks for a délégataire, who reads the queue, who decides, and on which accounts (sas-domain §2.10, §3)."""

import re
from collections.abc import Collection, Iterable
from datetime import timedelta
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.accounts.enums import RequestState
from sas.rooms.accounts.rules.managing import rank

NAME_LENGTH = 80
REASON_LENGTH = 300
COMMENT_LENGTH = 500
MOST_A_DAY = 10
"""Our own bound on the requests of one person: each one writes to several people."""
A_DAY = timedelta(days=1)

REQUESTERS = (Role.EFFECTEUR, Role.GESTIONNAIRE_STRUCTURE)
ADMINISTRATORS = (Role.ADMINISTRATEUR_NATIONAL, Role.ADMINISTRATEUR)
DECIDERS = (Role.GESTIONNAIRE_COMPTES, *ADMINISTRATORS)
READERS = (*DECIDERS, Role.REFERENT_TERRITORIAL)
WRITTEN_TO = (Role.GESTIONNAIRE_COMPTES, Role.REFERENT_TERRITORIAL)
"""Who is told of a request, in the territories of its city (C3)."""

# Letters, and what joins them in a name: anything else could pass for a sentence or an address in a mail.
_NAME = re.compile(r"[^\W\d_]+(?:[ '’-]+[^\W\d_]+)*['’]?")
_NOT_YOURS = "Cette demande n'existe pas, ou concerne un autre territoire que les vôtres."
_NOT_DECIDER = "Les demandes de délégation sont décidées par les gestionnaires de comptes du territoire."


def may_request(actor: Actor) -> Refused | None:
    """An effecteur or a structure manager (F-120)."""
    if actor.user_id is not None and actor.has(*REQUESTERS):
        return None
    return Refused("Seuls les effecteurs et les gestionnaires de structure demandent l'ajout d'un délégataire.")


def may_read_queue(actor: Actor) -> Refused | None:
    """Account managers, referents and administrators; what each one finds there is `visible_to`."""
    return None if actor.has(*READERS) else Refused(_NOT_DECIDER)


def visible_to(actor: Actor) -> Q:
    """The requests an actor may read: those of his territories (F-232), all of them for an administrator."""
    if actor.has(*ADMINISTRATORS):
        return Q()
    return Q(territory_ids__overlap=sorted(actor.territories)) if actor.has(*READERS) else Q(pk__in=())


def may_read(actor: Actor, *, territories: Collection[int]) -> Refused | None:
    """The same, for one request; also who may comment it."""
    known = actor.has(*READERS) and not actor.territories.isdisjoint(territories)
    return None if known or actor.has(*ADMINISTRATORS) else Refused(_NOT_YOURS)


def may_decide(actor: Actor, *, territories: Collection[int]) -> Refused | None:
    """An account manager of one of the territories, or an administrator; never a referent alone (F-225, F-232)."""
    if refusal := may_read(actor, territories=territories):
        return refusal
    return None if actor.has(*DECIDERS) else Refused(_NOT_DECIDER)


def cannot_attach(actor: Actor, *, territories: Collection[int]) -> str:
    """Why the actor may not attach anybody to what stands in these territories, "" when he may (sas-domain §3)."""
    if actor.has(*ADMINISTRATORS) or not actor.territories.isdisjoint(territories):
        return ""
    if not territories:
        return "N'est dans aucun territoire connu : seul un administrateur peut y rattacher un délégataire."
    return "N'est pas dans vos territoires : seul un administrateur peut y rattacher un délégataire."


def cannot_use_account(actor: Actor, *, roles: Collection[str], active: bool, of_requester: bool) -> str:
    """Why the account that has the address cannot become a délégataire's, "" when it can (sas-domain §3)."""
    if of_requester:
        return "Cette adresse est celle du demandeur lui-même."
    if not active:
        return "Le compte de cette adresse est désactivé : réactivez-le avant d'accepter la demande."
    theirs = rank(Role(role) for role in roles)
    if theirs and theirs >= rank(actor.roles):
        return "Le compte de cette adresse est celui d'un gestionnaire ou d'un administrateur de même rang que vous."
    return ""


def checked_name(text: str, *, field: str) -> str:
    """A name on one line; raises Impossible when there is none, or when it holds more than a name does."""
    name = normalize("NFC", " ".join(text.split()))
    if not name:
        raise Impossible("Renseignez ce champ.", field=field)
    if len(name) > NAME_LENGTH or not _NAME.fullmatch(name):
        raise Impossible(f"Un nom s'écrit en lettres, {NAME_LENGTH} caractères au plus.", field=field)
    return name


def checked_email(text: str) -> str:
    """An address in lower case; raises Impossible (field "email") when it is not one."""
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Impossible("Cette adresse n'est pas complète : elle s'écrit nom@domaine.fr.", field="email") from error
    return email


def checked_text(text: str, *, most: int, field: str) -> str:
    """A reason or a comment on one line; raises Impossible when there is none, or more than `most` characters."""
    told = " ".join(text.split())
    if not told:
        raise Impossible("Renseignez ce texte.", field=field)
    if len(told) > most:
        raise Impossible(f"Ce texte est trop long : {most} caractères au plus.", field=field)
    return told


def already_decided(state: RequestState, *, by: str) -> Impossible:
    """What the second of two is told."""
    whom = by or "un compte qui n'existe plus"
    return Impossible(f"Cette demande a déjà été décidée par {whom}. État : {state.label.lower()}.")


def one_a_line(names: Iterable[str]) -> str:
    """Those whose agendas are given or taken back, as mails tell them."""
    return "\n".join(f"– {name}" for name in names)
