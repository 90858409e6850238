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


_PART = re.compile(r"{%-? *(?:include|extends) \"([^\"]+)\"")
_BY_NAME = {re.split("/(?:templates|jinja2)/", str(path))[1]: path for path in PAGES}
_SUMMARY = "kit/form_errors.html"


def _whole(name: str) -> str:
    """The text of a template, with that of all that it extends and includes."""
    text = _BY_NAME[name].read_text(encoding="utf-8") if name in _BY_NAME else ""
    return text + "".join(_whole(part) for part in _PART.findall(text))


@pytest.mark.shows("F-268")
def test_a_form_that_may_be_refused_says_its_faults_at_the_top_of_the_page() -> None:
    """In one way: each fault with a link to its field."""
    texts = {name: _whole(name) for name, path in _BY_NAME.items() if "{% extends" in path.read_text(encoding="utf-8")}
    with_fields = {n for n, text in texts.items() if 'method="post"' in text and re.search(r"{{ form\.\w+\.as_", text)}
    assert len(with_fields) > 30
    assert {name for name in with_fields if _SUMMARY not in texts[name]} - _ASKED_BY_GET == set()


_ASKED_BY_GET = {
    "administration/accounts.html",
    "administration/assistance_list.html",
    "administration/faq.html",
    "calendar/members.html",
}
"""Filters, whose values are chosen: what is posted there is a button alone."""


@pytest.mark.shows("F-268")
def test_no_two_pages_have_the_same_title() -> None:
    """And none keeps the one of the house."""
    told: dict[str, list[str]] = {}
    for name, path in _BY_NAME.items():
        title = re.search(r"{% block title %}(.*?){% endblock %}", path.read_text(encoding="utf-8"), re.DOTALL)
        if title and "block" not in title[1]:
            words = re.sub(r"{% if [^%]*errors %}Erreur – {% endif %}|\s+", " ", title[1]).strip()
            told.setdefault(words, []).append(name)
    assert {words: names for words, names in told.items() if len(names) > 1} == {}
