"""What readers yield: rows, or lines refused with their reason."""

from typing import NamedTuple

EXCERPT_LENGTH = 120


class Reject(NamedTuple):
    """A line that is not kept. `reason` is a French sentence shared by all lines refused alike.

    `excerpt` lets an operator find the line again and holds no more than an identifier and the faulty value: no name,
    phone or street. `subject` is the identifier of the person or structure when it could be read, else empty.
    """

    line: int
    reason: str
    excerpt: str = ""
    subject: str = ""


def refuse(line: int, reason: str, *, subject: str = "", value: str = "") -> Reject:
    """A reject whose excerpt is bounded."""
    parts = [part for part in (subject, value and f"« {value[:60]} »") if part]
    return Reject(line, reason, " ; ".join(parts)[:EXCERPT_LENGTH], subject)
