"""Words with a few marks, as values: pages and mails print them, so that everything is escaped there."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one line: plain, bold, or a link when `url` is set."""

    text: str
    bold: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a list whose items are its lines."""

    is_list: bool
    lines: tuple[tuple[Span, ...], ...]

    @property
    def is_title(self) -> bool:
        """A paragraph that is bold and nothing else: pages made of one text show it as a heading."""
        return not self.is_list and len(self.lines) == 1 and len(self.lines[0]) == 1 and self.lines[0][0].bold
