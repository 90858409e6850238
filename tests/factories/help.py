"""Questions of the FAQ."""

from datetime import datetime

from sas.actor import Actor, Role
from sas.rooms.help import operations
from sas.rooms.help.enums import Audience, Theme
from sas.rooms.help.rules import EntryDraft

ADMINISTRATOR = Actor(user_id=1, roles=frozenset({Role.ADMINISTRATEUR}))
"""Who writes them, where no page is asked."""


def draft(
    question: str = "Où est mon agenda ?",
    answer: str = "Dans votre **tableau de bord**.",
    *audiences: Audience,
) -> EntryDraft:
    """What may be written; read by effecteurs unless said otherwise."""
    return EntryDraft(question, answer, audiences or (Audience.EFFECTEUR,))


def entry(
    question: str = "Où est mon agenda ?",
    *audiences: Audience,
    answer: str = "Dans votre **tableau de bord**.",
    theme: Theme = Theme.UTILISATION,
    publish: bool = True,
    now: datetime,
) -> int:
    """A question, published unless said otherwise."""
    return operations.create_entry(
        actor=ADMINISTRATOR, theme=theme, draft=draft(question, answer, *audiences), publish=publish, now=now
    )


def form(**more: str) -> dict[str, object]:
    """What the page of an entry sends."""
    return {"question": "Où est mon agenda ?", "answer": "Dans votre espace.", "audiences": ["effecteur"], **more}
