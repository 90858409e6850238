"""Many accounts from one file: shown first, carried out in the background, line by line (F-221, ADR 15).

Each line is judged by what judges a form, twice: when it is shown, and again when it is carried out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from sas.actor import Actor, Role
from sas.adapters.queue import client as queue
from sas.errors import Impossible, Refused
from sas.rooms.accounts import rules
from sas.rooms.accounts.enums import BulkState, LineState
from sas.rooms.accounts.models import BulkCreation, BulkLine, User
from sas.rooms.accounts.operations.managing import make_managed
from sas.rooms.accounts.queries.judging import known_of
from sas.rooms.accounts.rules import Asked, Known, Settled
from sas.rooms.accounts.rules import bulk as words
from sas.rooms.journal import operations as journal

_NOT_YOURS = "Cette création n'existe pas, ou n'est pas la vôtre."
_TAKEN = "Un autre compte a déjà cette adresse, ce professionnel ou ce numéro de carte."
_PLATFORM = "La création en nombre est menée par la plateforme."


@dataclass(frozen=True, slots=True)
class FileLine:
    """A line as the file says it, by the keys of the columns; its number counts the heading as line 1."""

    number: int
    values: Mapping[str, str]


class _Before:
    """What the earlier lines of the same file take: the line, by field and value."""

    def __init__(self) -> None:
        self._taken: dict[tuple[str, str | int | None], int] = {}

    def take(self, settled: Settled, number: int) -> dict[str, str]:
        """What this line would take twice; nothing: it is taken now."""
        wanted = [("email", settled.email), ("professional", settled.professional_id), ("card", settled.cpx_number)]
        twice = {one[0]: self._taken[one] for one in wanted if one[1] and one in self._taken}
        if not twice:
            self._taken |= dict.fromkeys(wanted, number)
        return {name: f"Déjà demandé à la ligne {line}." for name, line in twice.items()}


def show_bulk(*, actor: Actor, file_name: str, lines: Sequence[FileLine], now: datetime) -> int:
    """Keep the file with the fate of each line, and create nothing; returns its id.

    Raises Refused for who manages no account, Impossible for a file without line or with too many.
    """
    if refusal := rules.may_manage(actor):
        raise refusal
    if not lines:
        raise Impossible("Ce fichier ne contient aucune ligne sous ses titres.", field="file")
    if len(lines) > words.MOST_LINES:
        raise Impossible(f"Ce fichier dépasse {words.MOST_LINES} lignes : partagez-le.", field="file")
    with transaction.atomic(durable=True):
        bulk = BulkCreation.objects.create(author_id=actor.user_id or 0, file_name=file_name[:200], created_at=now)
        BulkLine.objects.bulk_create(_judged(actor, bulk, lines), batch_size=500)
        count = len(lines)
        journal.record(actor=actor, verb="show_bulk", subject="bulk", subject_id=bulk.id, now=now, lines=count)
    return bulk.id


def _judged(actor: Actor, bulk: BulkCreation, lines: Sequence[FileLine]) -> list[BulkLine]:
    read = [(line, *words.asked_of(line.values)) for line in lines]
    known, before = known_of(actor=actor, asked=[asked for _, asked, _ in read]), _Before()
    return [
        _line(bulk, line, _fate(actor, asked=asked, unread=unread, known=known, before=before, number=line.number))
        for line, asked, unread in read
    ]


def _fate(
    actor: Actor, *, asked: Asked, unread: dict[str, str], known: Known, before: _Before, number: int
) -> dict[str, str]:
    settled, problems = rules.judge(actor=actor, asked=asked, known=known)
    problems |= unread
    return before.take(settled, number) if settled and not problems else problems


def _line(bulk: BulkCreation, line: FileLine, problems: Mapping[str, str]) -> BulkLine:
    state = LineState.REFUSED if problems else LineState.READY
    said = " ".join(problems.values())[:300]
    return BulkLine(bulk=bulk, number=line.number, values=dict(line.values), state=state, problem=said)


def start_bulk(*, actor: Actor, bulk_id: int, now: datetime) -> None:
    """Have the accounts created in the background; one that seems to have stopped is started again.

    Raises Refused for who manages no account or did not bring the file, Impossible when there is nothing to do.
    """
    if refusal := rules.may_manage(actor):
        raise refusal
    with transaction.atomic(durable=True):
        bulk = BulkCreation.objects.select_for_update().filter(id=bulk_id, author_id=actor.user_id or 0).first()
        if bulk is None:
            raise Refused(_NOT_YOURS)
        stalled = bulk.state == BulkState.RUNNING and (bulk.started_at or now) <= now - words.STALLED
        if bulk.state != BulkState.PREVIEWED and not stalled:
            raise Impossible("Cette création est déjà lancée.")
        if not bulk.lines.filter(state=LineState.READY).exists():
            raise Impossible("Aucune ligne de ce fichier ne peut être créée.")
        BulkCreation.objects.filter(id=bulk.id).update(state=BulkState.RUNNING, started_at=now)
        queue.defer("create_accounts", bulk_id=bulk.id)
        journal.record(actor=actor, verb="start_bulk", subject="bulk", subject_id=bulk.id, now=now)


def carry_out(*, actor: Actor, bulk_id: int, now: datetime) -> None:
    """Create what is ready, each line in its own transaction: a worker that dies leaves the rest ready for the next.

    Raises Refused for anyone but the platform.
    """
    if not actor.is_platform:
        raise Refused(_PLATFORM)
    ready = BulkLine.objects.filter(bulk_id=bulk_id, bulk__state=BulkState.RUNNING, state=LineState.READY)
    for line_id in list(ready.order_by("number").values_list("id", flat=True)):
        _carry_out_line(line_id, now)
    with transaction.atomic(durable=True):
        bulk = BulkCreation.objects.select_for_update().filter(id=bulk_id, state=BulkState.RUNNING).first()
        if bulk is None or bulk.lines.filter(state=LineState.READY).exists():
            return
        BulkCreation.objects.filter(id=bulk.id).update(state=BulkState.DONE, finished_at=now)
        created = bulk.lines.filter(state=LineState.CREATED).count()
        journal.record(actor=actor, verb="end_bulk", subject="bulk", subject_id=bulk.id, now=now, created=created)


def _carry_out_line(line_id: int, now: datetime) -> None:
    with transaction.atomic(durable=True):
        free = BulkLine.objects.select_for_update(of=("self",), skip_locked=True).select_related("bulk")
        line = free.filter(id=line_id, state=LineState.READY).first()
        if line is None:
            return
        try:
            with transaction.atomic():
                asked, _ = words.asked_of(line.values)
                made = make_managed(actor=_author(line.bulk.author_id), asked=asked, now=now)
        except (Impossible, Refused) as problem:
            refused = problem.reason
        except IntegrityError:
            refused = _TAKEN
        else:
            # The account has what the line said: the file need not keep it a second time.
            BulkLine.objects.filter(id=line.id).update(state=LineState.CREATED, user_id=made, values={})
            return
        BulkLine.objects.filter(id=line.id).update(state=LineState.REFUSED, problem=refused[:300])


def _author(user_id: int) -> Actor:
    """Who brought the file, with the rights of this moment: a right withdrawn meanwhile creates nothing."""
    user = User.objects.filter(id=user_id, is_active=True, closed_at__isnull=True).first()
    if user is None:
        return Actor.NOBODY
    territories = frozenset(user.territories.values_list("id", flat=True))
    return Actor(user.id, frozenset(Role(role) for role in user.roles), territories=territories)


def forget_bulks(*, actor: Actor, now: datetime) -> int:
    """Remove the files older than their retention (30 days): they hold people's names; returns how many."""
    old = BulkCreation.objects.filter(created_at__lt=now - words.KEPT)
    count = old.count()
    old.delete()
    return count
