"""English words that a page in French must not show: those of the code, and those of Django's untranslated messages."""

import ast
import gettext
import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path

import django

from tests.house.sources import python_files, tree_of

FRENCH_TOO = Path(__file__).with_name("french_too.txt")
"""Words that both languages have, and those of the guides and of other services; one a line, with where it is read."""
_CATALOGUES = ("conf", "contrib/admin", "contrib/auth", "contrib/contenttypes", "contrib/sessions")
_WORD = re.compile(r"[a-zà-öø-ÿœ]{3,}")
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_UNREAD = re.compile(r"<(script|style|template|head|code)\b.*?</\1>|<!--.*?-->", re.DOTALL)
_TOLD = re.compile(r"\s(?:title|alt|placeholder|aria-label|aria-description|label)=\"([^\"]*)\"")
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_HOLE = re.compile(r"%\(\w+\)\w|{\w*}|<[^>]*>")
_NAMED = re.compile(r"\([a-z_]+\)")
"""The name that a protocol gives, told in parentheses after its French: « Commune (city) »."""
_ADDRESSES = re.compile(r"\S*[@/]\S*|\S+\.(?:fr|com|example|org|csv)\b")


def shown(html: str) -> str:
    """What a person reads or is told of a page: its title, its text, the names of its pictures, fields and buttons."""
    body = _UNREAD.sub(" ", html)
    parts = [*_TITLE.findall(html), *_TOLD.findall(body), _TAG.sub(" ", body)]
    return _NAMED.sub(" ", _ADDRESSES.sub(" ", unescape(" \n ".join(parts))))


def english_in(html: str) -> set[str]:
    """The English words that a page shows."""
    return set(_WORD.findall(shown(html).lower())) & english()


@cache
def english() -> frozenset[str]:
    """Words of the code and of Django's messages that no French text has."""
    told, french = messages()
    allowed = {line.split()[0] for line in FRENCH_TOO.read_text(encoding="utf-8").splitlines() if line[:1].isalpha()}
    return frozenset((code() | told) - french - allowed)


@cache
def code() -> set[str]:
    """The words in the names of enumerations' members, of models and of their fields."""
    doors = [path for path in python_files("sas/rooms") if {"models", "enums"} & {path.stem, path.parent.name}]
    names = (name for path in doors for name in _names(tree_of(path)))
    return {part.lower() for name in names for part in _PARTS.findall(name) if len(part) > 2}


def _names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield node.name
            for line in node.body:
                if isinstance(line, ast.Assign):
                    yield from (target.id for target in line.targets if isinstance(target, ast.Name))


@cache
def messages() -> tuple[set[str], set[str]]:
    """The words of Django's messages in English, and those of their French translation."""
    told: set[str] = set()
    french: set[str] = set()
    for folder in _CATALOGUES:
        path = Path(django.__file__).parent / folder / "locale/fr/LC_MESSAGES/django.mo"
        with path.open("rb") as file:
            catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
        for english_text, french_text in catalogue.items():
            text = english_text[0] if isinstance(english_text, tuple) else english_text
            told |= _words(text)
            french |= _words(french_text)
    return told, french


def _words(message: str) -> set[str]:
    return set(_WORD.findall(_HOLE.sub(" ", message).lower()))
