"""Accounts of regulators at editors: what is to be told is put in line, then told (F-264; ADR 40)."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from sas.actor import Actor
from sas.adapters.editors.accounts import client
from sas.adapters.editors.accounts.values import Identifier, Outcome, Regulator, Server, Verdict
from sas.adapters.queue import client as queue
from sas.errors import Impossible
from sas.rooms.directory import operations as directory_operations
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import EditorEndpoint
from sas.rooms.exchanges import rules
from sas.rooms.exchanges.enums import AccountState
from sas.rooms.exchanges.models import EditorAccount
from sas.rooms.journal import operations as journal

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RegulatorFacts:
    """A regulator as editors are told; `identifier` is « system|value », `active` False once no longer entitled."""

    user_id: int
    identifier: str
    family_name: str
    given_name: str
    email: str
    active: bool

    @property
    def content(self) -> dict[str, object]:
        """What is kept until it is told."""
        person = {"identifier": self.identifier, "family": self.family_name, "given": self.given_name}
        return {**person, "email": self.email, "active": self.active}


def tell_editors(*, actor: Actor, facts: RegulatorFacts, now: datetime) -> None:
    """Put in line what each editor does not know yet of this regulator, in the caller's transaction.

    An entitled one is told to the editors that take accounts; the end of the right, to all that may have the account.
    The caller holds the account's row. Raises RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("exchanges.tell_editors must run inside the operation's transaction")
    rows = {row.editor_id: row for row in EditorAccount.objects.select_for_update().filter(user_id=facts.user_id)}
    if facts.active:
        wanted = [one.editor_id for one in directory.editor_endpoints(actor=actor) if one.accounts_sent]
    else:
        wanted = list(rows)
    for editor_id in wanted:
        row = rows.get(editor_id) or EditorAccount(user_id=facts.user_id, editor_id=editor_id, state="absent")
        if _is_news(row, facts):
            _put_in_line(row, facts.content, now=now)


def send_account_again(*, actor: Actor, account_id: int, facts: RegulatorFacts | None, now: datetime) -> None:
    """A person decides that what failed is told again, as the regulator is now (None: as it was put in line).

    In the caller's transaction. Raises Refused, and Impossible for what did not fail.
    """
    if refusal := rules.may_see_exchanges(actor):
        raise refusal
    row = EditorAccount.objects.select_for_update().filter(id=account_id, state=AccountState.FAILED).first()
    if row is None:
        raise Impossible("Ce compte n'est pas en échec.")
    _put_in_line(row, facts.content if facts else row.content or {}, now=now)
    about = {"editor": row.editor_id, "user": row.user_id}
    journal.record(
        actor=actor, verb="send_account_again", subject="editor_account", subject_id=row.id, now=now, **about
    )


def plan_accounts(*, actor: Actor, now: datetime) -> int:
    """Queue each editor that has something due; returns how many."""
    reached = [one.editor_id for one in directory.editor_endpoints(actor=actor)]
    due = EditorAccount.objects.filter(_due(now), editor_id__in=reached)
    with transaction.atomic(durable=True):
        found = sorted(set(due.values_list("editor_id", flat=True)))
        for editor_id in found:
            queue.defer("send_accounts", editor_id=editor_id)
    return len(found)


def deliver_accounts(*, actor: Actor, editor_id: int, now: datetime) -> bool:
    """Tell one editor what is due; returns True when more may be. Another process may do the same at the same time.

    An editor that takes no account any more is still told whom to disable, as long as it has an address.
    """
    found = {one.editor_id: one for one in directory.editor_endpoints(actor=actor)}.get(editor_id)
    claimed = _claim(found, now) if found else []
    more = len(claimed) == rules.BATCH
    while claimed and found:
        row, before = claimed.pop(0)
        outcome = _told(found, row, before)
        _settle(row, before, outcome, now=now)
        if outcome.verdict is Verdict.AGAIN:
            _release(claimed)
            return False
    return more


def _is_news(row: EditorAccount, facts: RegulatorFacts) -> bool:
    """Whether the editor is to be told; what nobody can have received any more is dropped instead."""
    if not facts.active and not (row.known_as or row.perhaps_as):
        _drop(row)
        return False
    if row.state in (AccountState.PENDING, AccountState.FAILED):
        return row.content != facts.content
    known = rules.fingerprints(facts.content)
    if row.fingerprint in known[1:]:
        EditorAccount.objects.filter(id=row.id).update(fingerprint=known[0])
    return row.fingerprint not in known


def _drop(row: EditorAccount) -> None:
    if row.id:
        EditorAccount.objects.filter(id=row.id).update(state=AccountState.ABSENT, content=None, problem="")


def _put_in_line(row: EditorAccount, content: Mapping[str, object], *, now: datetime) -> None:
    row.state, row.content, row.version = AccountState.PENDING, dict(content), row.version + 1
    row.attempts, row.problem, row.changed_at, row.due_at = 0, "", now, now
    row.save()
    queue.defer("send_accounts", editor_id=row.editor_id)


def _due(now: datetime) -> Q:
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now)
    return Q(state=AccountState.PENDING, due_at__lte=now) & free


def _claim(editor: EditorEndpoint, now: datetime) -> list[tuple[EditorAccount, str]]:
    """What is due, with the identifier that may have been left there by an earlier try; from now on, so may ours."""
    with transaction.atomic(durable=True):
        due = EditorAccount.objects.filter(_due(now), editor_id=editor.editor_id)
        if not editor.accounts_sent:
            due = due.filter(content__active=False)
        rows = list(due.select_for_update(skip_locked=True).order_by("due_at", "id")[: rules.BATCH])
        claimed = [(row, row.perhaps_as) for row in rows]
        for row in rows:
            row.perhaps_as, row.claimed_until = str((row.content or {})["identifier"]), now + rules.ACCOUNT_LEASE
            row.save(update_fields=["perhaps_as", "claimed_until"])
    return claimed


def _told(editor: EditorEndpoint, row: EditorAccount, before: str) -> Outcome:
    """One account told: created when nobody can have heard of it, else updated under each name it may have there."""
    content = row.content or {}
    server = Server(editor.base_url, editor.accept, editor.expected_cn, editor.expected_ou)
    identifier, active = Identifier.of(str(content["identifier"])), content["active"] is True
    family, given, email = (str(content[part]) for part in ("family", "given", "email"))
    who = Regulator(identifier, family, given, email, active=active)
    if not row.known_as and not before:
        outcome = client.create(server, who)
        if not outcome.code.startswith("status 409"):
            return outcome
    known, *others = dict.fromkeys(one for one in (row.known_as, before) if one) or (identifier.token,)
    outcome = client.update(server, who, known_as=known)
    for name in others:
        if outcome.verdict is Verdict.REFUSED:
            outcome = client.update(server, who, known_as=name)
    return outcome


def _settle(row: EditorAccount, before: str, outcome: Outcome, *, now: datetime) -> None:
    content = row.content or {}
    with transaction.atomic(durable=True):
        held = EditorAccount.objects.select_for_update().get(id=row.id)
        held.claimed_until = None
        if outcome.verdict is Verdict.DONE:
            held.known_as, held.perhaps_as, held.told_at = str(content["identifier"]), "", now
            held.fingerprint = rules.fingerprint(content)
        elif outcome.verdict is Verdict.REFUSED:
            held.perhaps_as = before
        if held.version == row.version:
            _follow(held, outcome, now=now)
        held.save()
        if outcome.certificate_until:
            directory_operations.note_certificate(
                actor=Actor.SYSTEM, editor_id=row.editor_id, until=outcome.certificate_until, now=now
            )
    if outcome.verdict is not Verdict.DONE:
        _log.warning("account %s at editor %s: %s", row.id, row.editor_id, outcome.code)


def _follow(held: EditorAccount, outcome: Outcome, *, now: datetime) -> None:
    """Nothing else is to be told meanwhile: the state says how it went."""
    held.problem = outcome.code[:60]
    if outcome.verdict is Verdict.DONE:
        active = (held.content or {})["active"] is True
        held.state, held.content, held.attempts = AccountState.SYNCED if active else AccountState.DISABLED, None, 0
    elif outcome.verdict is Verdict.REFUSED or held.attempts + 1 >= rules.ACCOUNT_TRIES:
        held.state, held.attempts = AccountState.FAILED, held.attempts + 1
    else:
        held.attempts, held.due_at = held.attempts + 1, rules.next_try(held.attempts + 1, now)


def _release(claimed: Sequence[tuple[EditorAccount, str]]) -> None:
    """Claimed and not tried: due as before, and nothing of them left."""
    for row, before in claimed:
        EditorAccount.objects.filter(id=row.id).update(claimed_until=None, perhaps_as=before)
