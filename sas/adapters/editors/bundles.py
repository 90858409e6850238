"""From the bytes of an answer to its resources, entry by entry, and from one resource to those it refers to."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import msgspec
from msgspec import Raw

from sas.adapters.editors import resources
from sas.adapters.editors.resources import OperationOutcome, Reference, Resource, Slot
from sas.adapters.editors.values import Dropped

_BOM = b"\xef\xbb\xbf"
# What strangers write breaks a parser in these ways.
UNREADABLE = (msgspec.DecodeError, ValueError, RecursionError)
_Found = TypeVar("_Found", bound=Resource)


class NotABundle(Exception):
    """What came is no searchset; carries no part of it."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an answer; `following` is the address of the next one as the editor writes it, if any."""

    entries: tuple[Raw, ...]
    following: str | None


def page(body: bytes) -> Page:
    """A page, its entries not read yet. Raises NotABundle."""
    try:
        found = resources.bundle(body.removeprefix(_BOM))
    except UNREADABLE:
        raise NotABundle from None
    if found.type != "searchset":
        raise NotABundle
    following = (one.url for one in found.link or () if one.relation == "next" and one.url)
    return Page(found.entry or (), next(following, None))


def outcome(body: bytes) -> str:
    """The first code of an OperationOutcome, or the empty string."""
    try:
        issues = resources.outcome(body.removeprefix(_BOM)).issue or ()
    except UNREADABLE:
        return ""
    code = next((one.code for one in issues if one.code), "")
    return code if len(code) <= 40 and code.isascii() and code.replace("-", "").isalpha() else ""


class Contents:
    """The resources of an answer, whatever page they came on.

    `search.mode` and `total` are never looked at: they are missing or wrong in published examples.
    """

    def __init__(self, pages: Iterable[Page], dropped: Counter[str]) -> None:
        """`dropped` receives what cannot be read. Types that nothing here is made of are passed over."""
        self.slots: list[Slot] = []
        self._known: dict[str, Resource] = {}
        for raw in (one for part in pages for one in part.entries):
            try:
                self._keep(resources.entry(raw), dropped)
            except UNREADABLE:
                if _matters(raw):
                    dropped[Dropped.UNREADABLE] += 1

    def _keep(self, entry: resources.Entry, dropped: Counter[str]) -> None:
        resource = entry.resource
        if isinstance(resource, Slot):
            self.slots.append(resource)
        elif isinstance(resource, OperationOutcome):
            if any(one.severity in {"error", "fatal"} for one in resource.issue or ()):
                dropped[Dropped.OUTCOME] += 1
        else:
            if entry.full_url:
                self._known[entry.full_url] = resource
                self._known.setdefault(_tail(entry.full_url), resource)
            self._known[f"{type(resource).__name__}/{resource.id}"] = resource

    def find(self, reference: Reference | None, kind: type[_Found]) -> _Found | None:
        """What is referred to, by `Type/id` or by an absolute address, when it came and is of that kind."""
        text = reference.reference if reference else None
        if not text:
            return None
        found = self._known.get(text) or self._known.get(_tail(text))
        return found if isinstance(found, kind) else None


def _tail(address: str) -> str:
    """`Type/id` at the end of an address, its version left out."""
    return "/".join(address.partition("/_history/")[0].rsplit("/", 2)[-2:])


def _matters(raw: Raw) -> bool:
    """Whether an entry that cannot be read could have been of use."""
    try:
        named = resources.named_entry(raw).resource
    except UNREADABLE:
        return True
    return named is None or named.resource_type is None or named.resource_type in resources.READ
