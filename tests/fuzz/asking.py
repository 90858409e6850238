"""Requests as Hypothesis draws them for one address: the right one, changed as a hostile browser would."""

import inspect
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, quote_from_bytes

from django.forms import BaseForm
from hypothesis import strategies as st

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get")
ODD = (
    b"", b" ", b"\0", b"a\0b", b"\xff", b"\xed\xa0\x80", "é".encode(), "😀".encode(), "\u202e\u0000".encode(),
    b"x" * 5000, b"9" * 400, b"9" * 5000, b"0", b"1", b"-1", b"1.5", b"1e999", b"NaN", b"Infinity", b"2147483648",
    b"9223372036854775808", "٣".encode(), "²".encode(), b"true", b"null", b"[]", b"{}", b"2026-02-30", b"9999-12-31",
    b"0001-01-01", b"0000-00-00", b"2026-11-30", b"2026-11-30T10:00", b"2026-W48", b"24:00", b"12:60", b"23:59",
    b"<script>alert(1)</script>", b"' or 1=1 --", b"../../etc/passwd", b"%s{0}{a.__class__}", b"a\r\nX-Odd: y",
    b"http://169.254.169.254/", b"//example.org", b"/sas/", b"javascript:alert(1)", b"a@b", b"a@sas.example", b"on",
    b"p1", b"s1", b"1,2,3", b"35", b"2A", b"99", b"48.1,-1.6", b"1e400,1", b"geo:91,181",
)  # fmt: skip
HEADERS = (
    "Accept", "Accept-Language", "Accept-Encoding", "Authorization", "Content-Encoding", "Cookie", "Forwarded", "Host",
    "HX-Request", "HX-Target", "HX-Current-URL", "If-Match", "If-Modified-Since", "If-None-Match", "Last-Event-ID",
    "Origin", "Prefer", "Range", "Referer", "User-Agent", "X-Client-Certificate", "X-Forwarded-For",
    "X-Forwarded-Proto", "X-HTTP-Method-Override", "X-Proxy-Secret", "X-Request-ID",
)  # fmt: skip
_HEADER_VALUES = (
    "", "*", "*/*;q=a", "a" * 9000, "é", "\t", "fr;q=9,*;q=", "bytes=0-0,-1", "Bearer ", "Bearer a.b.c", "Basic !",
    "Basic Og==", 'W/"', '"a","b"', "Thu, 99 Foo 0000 99:99:99 GMT", "999.999.999.999", "::ffff:1.2.3.4%a",
    "1.2.3.4, \x7f", "%00", "%ff", "-----BEGIN%20CERTIFICATE-----%0AAAAA", "null", "https://example.org", "true",
    "sas_session=\x01; taille=x; theme=; accords=b; messages=W10; appel=a:b:c; csrftoken=1", "gzip;q=0, identity;q=0",
    "bytes=9999999999999999999-", "bytes=5-1",
)  # fmt: skip
_TYPES = (
    "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-7", "multipart/form-data",
    "multipart/form-data; boundary=b", 'multipart/form-data; boundary="é"', "application/json", "text/plain", "",
    "application/fhir+json; charset=x", "application/x-www-form-urlencoded; charset=none-such",
)  # fmt: skip
_FILE = b'--b\r\nContent-Disposition: form-data; name="file"; '
_BASE64 = b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--b--\r\n"
_PARTS = (
    b"", b"--b--", b"--b\r\n\r\na\r\n--b--", _FILE + b'filename="a\0"\r\n\r\nx', b"{", b"[]", b"\0\xff", b"a=b",
    _FILE + b'filename=""\r\n\r\n\r\n--b--\r\n', _FILE + b'filename="../a.csv"\r\n' + _BASE64,
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One request, its address and its body still in bytes."""

    method: str
    path: str
    query: str = ""
    body: bytes = b""
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def names_in(view: Callable[..., Any]) -> tuple[str, ...]:
    """What a view may read: the fields of the forms that its module knows, and the words between quotes there."""
    module = sys.modules[inspect.unwrap(view).__module__]
    forms = [one for one in vars(module).values() if inspect.isclass(one) and issubclass(one, BaseForm)]
    fields = {name for form in forms for name in getattr(form, "base_fields", {})}
    return tuple(sorted(fields | set(re.findall(r'"([a-z][a-z_]{1,30})"', inspect.getsource(module)))))


def _pairs(right: Mapping[str, Any]) -> list[tuple[str, bytes]]:
    """The fields of a right form; a file stands by its name alone, its content is fuzzed by its reader."""
    values = ((name, one if isinstance(one, list | tuple) else [one]) for name, one in right.items())
    return [(name, str(one).encode()) for name, several in values for one in several]


@st.composite
def fields(draw: st.DrawFn, right: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """The right fields, some of them with odd values, said twice, left out; others that the view may read."""
    odd = st.sampled_from(ODD) | st.text(max_size=12).map(lambda text: text.encode(errors="replace"))
    told = []
    for name, value in _pairs(right):
        fate = draw(st.integers(0, 5))
        told += [] if fate == 0 else [(name, draw(odd) if fate < 4 else value)]
        told += [(name, draw(odd))] if fate == 5 else []
    known = st.sampled_from(names) if names else st.just("a")
    told += draw(st.lists(st.tuples(known | st.sampled_from(("page", "\0", "", "a[]")), odd), max_size=4))
    return "&".join(f"{quote(name)}={quote_from_bytes(value)}" for name, value in told)


@st.composite
def paths(draw: st.DrawFn, template: str, right: str) -> str:
    """The right path most of the time; else odd things in its holes."""
    if "{" not in template or draw(st.integers(0, 3)):
        return right
    odd = st.sampled_from(ODD).filter(lambda one: b"/" not in one and one)
    return re.sub(r"\{\w+\}", lambda _: quote_from_bytes(draw(odd)), template)


@st.composite
def requests(
    draw: st.DrawFn, method: str, template: str, *, path: str, right: Mapping[str, Any], names: tuple[str, ...]
) -> Asked:
    """Mostly of the method of the row, as a form; sometimes of another method, with another body or odd headers."""
    asked_path, told = draw(paths(template, path)), draw(fields(right, names))
    headers = draw(st.dictionaries(st.sampled_from(HEADERS), st.sampled_from(_HEADER_VALUES), max_size=2))
    headers = headers if draw(st.integers(0, 2)) == 0 else {}
    used = method if draw(st.integers(0, 9)) else draw(st.sampled_from(METHODS))
    if used in ("GET", "HEAD"):
        return Asked(used, asked_path, query=told, headers=headers)
    if draw(st.integers(0, 4)):
        query = told if draw(st.integers(0, 9)) == 0 else ""
        return Asked(used, asked_path, query, told.encode(), _TYPES[0], headers)
    return Asked(used, asked_path, "", draw(st.sampled_from(_PARTS)), draw(st.sampled_from(_TYPES)), headers)
