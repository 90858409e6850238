"""Bundles with whatever among their entries: the sound ones are never lost, and nothing breaks the reader."""

import json
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sas.adapters.editors import bundles, reader
from sas.adapters.editors.values import Asked, Endpoint, Kind

pytestmark = pytest.mark.shows("F-261")
EDITOR = Endpoint(1, "https://editeur.example/fhir", hosts=("exemple.com",))
ASKED = Asked(
    Kind.CPTS,
    ("810002673899", "810100050075"),
    datetime(2021, 11, 4, 14, 19, 35, tzinfo=UTC),
    datetime(2021, 11, 6, 23, 59, 59, tzinfo=UTC),
)
BODY = (Path(__file__).parent / "examples" / "Bundle-ExampleBundlePSIndiv.json").read_bytes()
BUNDLE: dict[str, Any] = json.loads(BODY)
SOUND: list[Any] = BUNDLE["entry"]

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=3,
)


@st.composite
def spoiled(draw: st.DrawFn) -> Any:
    """A copy of a sound entry under another id, one of its elements replaced by anything or gone."""
    entry = json.loads(json.dumps(draw(st.sampled_from(SOUND))))
    entry.pop("fullUrl")
    entry["resource"]["id"] = draw(st.sampled_from(["autre", 7, None]))
    within = entry["resource"]
    while True:
        name = draw(st.sampled_from(sorted(within))) if isinstance(within, dict) else 0
        inner = within[name]
        if not (isinstance(inner, (dict, list)) and inner and draw(st.booleans())):
            within[name] = draw(anything)
            return entry
        within = inner


def found(sites: tuple[reader.Site, ...]) -> set[tuple[str, datetime]]:
    return {(site.local_id, slot.start) for site in sites for slot in site.slots}


EXPECTED = found(reader.read([bundles.page(BODY)], endpoint=EDITOR, asked=ASKED)[0])


@given(st.integers(0, 1000), st.lists(spoiled() | anything, max_size=4))
def test_sound_entries_are_read_whatever_stands_among_them(seed: int, others: list[Any]) -> None:
    entries = [*SOUND, *others]
    random.Random(seed).shuffle(entries)
    body = json.dumps(BUNDLE | {"entry": entries}).encode()
    sites, dropped = reader.read([bundles.page(body)], endpoint=EDITOR, asked=ASKED)
    assert len(EXPECTED) == 4
    assert found(sites) >= EXPECTED
    assert dropped.get("unreadable", 0) <= len(others)


@given(st.integers(0, len(BODY)), st.binary(max_size=6), st.integers(0, 40))
def test_bytes_that_were_changed_are_read_or_refused(at: int, put: bytes, gone: int) -> None:
    try:
        page = bundles.page(BODY[:at] + put + BODY[at + gone :])
    except bundles.NotABundle:
        return
    reader.read([page], endpoint=EDITOR, asked=ASKED)
