"""Templates: used, French, without script or style of their own, and linking to pages that exist."""

import re
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve

from tests.house.sources import ROOT, name_of, python_files, templates

PAGES = [path for path in templates() if "sas" in path.relative_to(ROOT).parts[:1]]
_INLINE = {
    "script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "handler": re.compile(r"\son[a-z]+\s*=\s*[\"'{]", re.IGNORECASE),
    "javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "safe": re.compile(r"\|\s*safe|autoescape\s+off|safeseq"),
}
_ADDRESS = re.compile(r"(?:href|action|data-suggestions|hx-get|hx-post)=\"(/[^\"]*)\"")
_TAG = re.compile(r"{%.*?%}|{{.*?}}")
_HOLE = "\x00"
# What our templates would say had a page been left half in English.
_ENGLISH = re.compile(r">\s*(?:Back|Next|Previous|Search|Sign in|Log ?out|Cancel|Delete|Save|Submit|Please)\b")


def _label(path: Path) -> str:
    return path.name


@pytest.mark.parametrize("path", templates(), ids=_label)
@pytest.mark.parametrize("kind", _INLINE)
def test_nothing_inline_nothing_unescaped(path: Path, kind: str) -> None:
    assert not _INLINE[kind].findall(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=_label)
@pytest.mark.shows("F-268")
def test_the_page_is_french(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not _ENGLISH.search(text)
    assert "<html" not in text or '<html lang="fr"' in text
    assert "<html" in text or "{% extends" in text or "<body" not in text


@pytest.mark.parametrize("path", PAGES, ids=_label)
def test_addresses_written_in_pages_exist(path: Path) -> None:
    text = _TAG.sub(_HOLE, path.read_text(encoding="utf-8"))
    wrong = [address for address in _ADDRESS.findall(text) if not _resolves(address.split("?")[0])]
    assert not wrong


def _resolves(address: str) -> bool:
    """Try the address with a value in each hole: numbers, at the end a number, a day, or nothing (a condition)."""
    *heads, tail = address.split(_HOLE)
    for last in ("7", "2026-11-24", "") if heads else ("",):
        try:
            resolve("7".join(heads) + last + tail if heads else tail)
        except Resolver404:
            continue
        return True
    return False


def test_every_template_is_used() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (*python_files("sas"), *PAGES))
    names = {re.split("/(?:templates|jinja2)/", str(path))[1]: path for path in PAGES}
    unused = [name_of(path) for name, path in names.items() if f'"{name}"' not in sources]
    assert not unused
