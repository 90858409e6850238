"""Closed lists of the texts."""

from enum import StrEnum


class TextKind(StrEnum):
    """What may be written in a text."""

    LINE = "ligne"
    """One line, shown as it is: a label, an example in a field."""
    BLOCK = "paragraphes"
    """Paragraphs, lists, bold and links."""
    BANNER = "bandeau"
    """The same, until a day."""
    SWITCH = "bandeau à retirer"
    """The same, until somebody takes it away."""
    MAIL = "courriel"
    """A subject and, below, what a block may hold."""
