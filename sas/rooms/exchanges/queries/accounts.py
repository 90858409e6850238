"""The accounts of regulators at editors and their state (F-264)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sas.actor import Actor
from sas.rooms.directory import queries as directory
from sas.rooms.exchanges import rules
from sas.rooms.exchanges.enums import AccountState
from sas.rooms.exchanges.models import EditorAccount
from sas.rooms.exchanges.queries.by_state import in_states


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """The account of one regulator at one editor, without what names the person."""

    id: int
    user_id: int
    editor: str
    state: AccountState
    attempts: int
    problem: str
    changed_at: datetime
    due_at: datetime
    told_at: datetime | None

    @property
    def may_be_sent_again(self) -> bool:
        """True when only a person can decide that it is told again."""
        return self.state is AccountState.FAILED

    @property
    def problem_said(self) -> str:
        """Its problem as a sentence, or as its code when it has none."""
        return rules.account_problem(self.problem)


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One page, and how many accounts there are in each state."""

    accounts: tuple[AccountFacts, ...]
    number: int
    last: int
    counts: tuple[tuple[AccountState, int], ...]


def editor_accounts(
    *, actor: Actor, states: Collection[AccountState] = (), editor_id: int | None = None, number: int = 1
) -> AccountPage:
    """Those changed last first, fifty a page; `editor_id`: at one editor. Raises Refused but for administrators."""
    if refusal := rules.may_see_exchanges(actor):
        raise refusal
    found = EditorAccount.objects.all() if editor_id is None else EditorAccount.objects.filter(editor_id=editor_id)
    page = in_states(found.order_by("-changed_at", "-id"), AccountState, states=states, number=number)
    names = {one.id: one.name for one in directory.editor_states(actor=actor)}
    shown = tuple(_account(row, names[row.editor_id]) for row in page.rows)
    return AccountPage(shown, page.number, page.last, page.counts)


def account_holder(*, actor: Actor, account_id: int) -> int | None:
    """Whose account it is, None for one that is not there."""
    return EditorAccount.objects.filter(id=account_id).values_list("user_id", flat=True).first()


def _account(row: EditorAccount, editor: str) -> AccountFacts:
    return AccountFacts(
        id=row.id,
        user_id=row.user_id,
        editor=editor,
        state=AccountState(row.state),
        attempts=row.attempts,
        problem=row.problem,
        changed_at=row.changed_at,
        due_at=row.due_at,
        told_at=row.told_at,
    )
