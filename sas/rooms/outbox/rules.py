"""What a mail says, in text and in HTML from one content; who may look at the mails."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.template.loader import render_to_string

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.marked import Block, Span

MOST_ATTEMPTS = 8
"""With the queue's waits (4, 16, 64 … seconds), about a day."""
STALE = timedelta(minutes=10)
"""A mail still being sent after that has lost its sender."""
KEPT = timedelta(days=90)
"""How long the trace of a sent mail is kept."""

_GREETING = "Bonjour,"
_CLOSING = "Ce message est envoyé automatiquement, merci de ne pas y répondre."
_SIGNATURE = "Le Service d'accès aux soins"


@dataclass(frozen=True, slots=True)
class Link:
    """What the reader is invited to do, and where."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail's content: paragraphs, lists and links in reading order, after « Bonjour, », before the signature."""

    subject: str
    parts: Sequence[Block | Link]


def as_text(letter: Letter) -> str:
    """Plain text; the platform's link is its label and its address on the next line."""
    parts = [f"{part.label} :\n{part.url}" if isinstance(part, Link) else _plain(part) for part in letter.parts]
    return "\n\n".join([_GREETING, *parts, f"{_SIGNATURE}\n{_CLOSING}"]) + "\n"


def as_html(letter: Letter) -> str:
    """The same as a page for mail readers, everything escaped."""
    return render_to_string("outbox/letter.html", {"mail": drawn(letter)})


def drawn(letter: Letter) -> dict[str, object]:
    """What the templates `outbox/letter.html` and `outbox/letter_body.html` print."""
    around = {"greeting": _GREETING, "signature": _SIGNATURE, "closing": _CLOSING}
    return {"subject": letter.subject, "parts": letter.parts, **around}


def _plain(block: Block) -> str:
    mark = "- " if block.is_list else ""
    return "\n".join(mark + "".join(_plain_span(span) for span in line) for line in block.lines)


def _plain_span(span: Span) -> str:
    """A link tells its address unless it is its own label."""
    address = span.url.removeprefix("mailto:")
    return f"{span.text} ({address})" if address and address != span.text else span.text


def may_see_mails(actor: Actor) -> Refused | None:
    """Administrators and the platform (F-267)."""
    if actor.is_platform or actor.has(Role.ADMINISTRATEUR, Role.ADMINISTRATEUR_NATIONAL):
        return None
    return Refused("Les courriels de la plateforme sont réservés aux administrateurs.")
