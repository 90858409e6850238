"""What the platform knows of the accounts that are asked for: a form, or a whole file, in the same few questions."""

from collections.abc import Collection, Sequence

from sas.actor import Actor
from sas.rooms.accounts import rules
from sas.rooms.accounts.models import User
from sas.rooms.accounts.queries.sight import Attached, attached_of, in_sight
from sas.rooms.accounts.rules import Asked, Held, Known, Settled
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import StructureFacts

Judged = tuple[Settled | None, dict[str, str]]


def judged(*, actor: Actor, asked: Asked, user_id: int | None = None) -> Judged:
    """The account ready to be written, or a sentence for each field that is wrong.

    `user_id`: the account being changed. Raises Refused for who manages no account.
    """
    if refusal := rules.may_manage(actor):
        raise refusal
    user = in_sight(actor).filter(id=user_id).first() if user_id is not None else None
    held, attached = rules.NOTHING_HELD, Attached()
    if user is not None:
        attached = attached_of([user.id]).get(user.id, attached)
        held = held_of(actor=actor, user=user, attached=attached)
    known = known_of(actor=actor, asked=[asked], changed=user.id if user else None, attached=attached)
    return rules.judge(actor=actor, asked=asked, known=known, held=held)


def known_of(
    *, actor: Actor, asked: Sequence[Asked], changed: int | None = None, attached: Attached | None = None
) -> Known:
    """All that these accounts name, found at once; what `changed` has is not taken by somebody else."""
    had = attached or Attached()
    numbers = {rules.structure_number(text) for one in asked for text in (*one.structures, *one.delegated_structures)}
    people = {rules.professional_number(text) for one in asked for text in one.delegated_professionals}
    people |= {rules.professional_number(one.professional) for one in asked}
    found = directory.professionals(actor=actor, ids=had.delegated_professionals, national_ids=people - {""})
    houses = directory.structures(actor=actor, ids=had.structures | had.delegated_structures, numbers=numbers - {""})
    others = User.objects.filter(closed_at__isnull=True).exclude(id=changed or 0)
    cards = {one.cpx_number.replace(" ", "").upper() for one in asked} - {""}
    emails = {one.email.strip().lower() for one in asked}
    ids = [one.id for one in found]
    return Known(
        territories=directory.territories(actor=actor),
        professionals={one.national_id: one for one in found},
        structures=_by_number(houses, first=had.structures | had.delegated_structures),
        communes=directory.communes_named(actor=actor, texts={one.commune for one in asked if one.commune.strip()}),
        emails=set(others.filter(email__in=emails).values_list("email", flat=True)),
        professional_ids=set(others.filter(professional_id__in=ids).values_list("professional_id", flat=True)),
        cpx_numbers=set(others.filter(cpx_number__in=cards).values_list("cpx_number", flat=True)),
    )


def _by_number(houses: Collection[StructureFacts], *, first: Collection[int]) -> dict[str, StructureFacts]:
    """Of several with the same number: the one already attached, then an open one."""
    found: dict[str, StructureFacts] = {}
    for one in sorted(houses, key=lambda house: (house.id not in first, house.closed, house.id)):
        for number in (one.finess, one.siret):
            if number:
                found.setdefault(number, one)
    return found


def held_of(*, actor: Actor, user: User, attached: Attached) -> Held:
    """What the account has already; out of the actor's reach, or without a number to name it, it stays as it is."""
    within = rules.reach(actor)
    known = directory.territories(actor=actor)
    codes = {code for one in known if within is None or one.id in within for code in one.departements}
    wanted = attached.delegated_professionals | ({user.professional_id} if user.professional_id else set())
    people = {one.id: one for one in directory.professionals(actor=actor, ids=wanted)}
    houses = directory.structures(actor=actor, ids=attached.structures | attached.delegated_structures)
    far_people = {one.id for one in people.values() if within is not None and not one.departements & codes}
    far_houses = {
        one.id
        for one in houses
        if not (one.finess or one.siret) or (within is not None and not one.departements & codes)
    }
    far_territories = attached.territories - within if within is not None else set()
    return Held(
        professional=people.get(user.professional_id or 0),
        structures=frozenset(attached.structures),
        delegated_professionals=frozenset(attached.delegated_professionals),
        delegated_structures=frozenset(attached.delegated_structures),
        kept_structures=frozenset(attached.structures & far_houses),
        kept_delegated_professionals=frozenset(attached.delegated_professionals & far_people),
        kept_delegated_structures=frozenset(attached.delegated_structures & far_houses),
        kept_territories=frozenset(far_territories),
    )
