"""Reading the text of the CGU."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TermsBlock:
    """One heading (`level` 1, 2, …) or one paragraph (level 0)."""

    level: int
    text: str


def terms_blocks(text: str) -> tuple[TermsBlock, ...]:
    """Plain text: a line that starts with # is a heading, and blank lines part the paragraphs."""
    blocks: list[TermsBlock] = []
    for part in text.replace("\r\n", "\n").split("\n\n"):
        lines = part.strip().split("\n")
        while lines and lines[0].startswith("#"):
            mark, _, title = lines.pop(0).partition(" ")
            blocks.append(TermsBlock(min(len(mark), 3), title.strip()))
        if body := " ".join(line.strip() for line in lines).strip():
            blocks.append(TermsBlock(0, body))
    return tuple(blocks)
