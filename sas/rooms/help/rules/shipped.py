"""The answers that come with the platform: a file for each theme, in the order in which they are read."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from sas.rooms.help.enums import Audience, Theme
from sas.rooms.help.rules.writing import EntryDraft, checked_draft

_CONNECTED = tuple(one for one in Audience if one is not Audience.VISITEUR)
_EVERYBODY_CONNECTED = "connectes"


@dataclass(frozen=True, slots=True)
class ShippedEntry:
    """One answer of the files; `key` names it from one version of the platform to the next."""

    key: str
    theme: Theme
    draft: EntryDraft


def shipped_entries() -> tuple[ShippedEntry, ...]:
    """All of them; raises Impossible for one that an administrator could not write either."""
    return tuple(_entries())


def _entries() -> Iterator[ShippedEntry]:
    folder = files("sas.rooms.help").joinpath("data")
    for theme in Theme:
        told = tomllib.loads(folder.joinpath(f"{theme.value}.toml").read_text(encoding="utf-8"))
        for key, entry in told.items():
            draft = EntryDraft(entry["question"], entry["answer"], tuple(_readers(entry["readers"])))
            yield ShippedEntry(key, theme, checked_draft(draft))


def _readers(words: list[str]) -> Iterator[Audience]:
    for word in words:
        if word == _EVERYBODY_CONNECTED:
            yield from _CONNECTED
        else:
            yield Audience(word)
