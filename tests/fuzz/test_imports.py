"""Whole imports of changed files into PostgreSQL: what readers let through, the database takes."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.directory.loaders import imports
from sas.rooms.directory.loaders.imports import Conduct
from tests.fuzz.changing import anything, changed_lines
from tests.fuzz.conftest import Cases
from tests.fuzz.test_parsers import ACTIVITIES, ESTABLISHMENTS, SETS, table

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
CASES = 150
RPPS = "PS_LibreAcces_Personne_activite_202611.txt"


def zipped(members: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return kept.getvalue()


SET = {name: table(name) for name in SETS}
SENT: dict[str, tuple[Callable[..., object], str, st.SearchStrategy[bytes]]] = {
    "rpps": (imports.import_rpps, RPPS, anything(ACTIVITIES) | changed_lines((ACTIVITIES,), b"|")),
    "rpps_zip": (imports.import_rpps, "rpps.zip", anything(zipped({RPPS: ACTIVITIES}))),
    "finess": (imports.import_finess, "finess.csv", anything(ESTABLISHMENTS) | changed_lines((ESTABLISHMENTS,), b";")),
    "set": (
        imports.import_structures,
        "set.zip",
        anything(zipped(SET))
        | st.sampled_from(sorted(SETS)).flatmap(
            lambda name: changed_lines((table(name),), b";").map(lambda changed: zipped(SET | {name: changed}))
        ),
    ),
}


@pytest.mark.parametrize("name", SENT)
def test_an_import_ends_whole_or_says_why(name: str, tmp_path: Path, now: datetime, cases: Cases) -> None:
    work, file, sent = SENT[name]
    conduct = Conduct(actor=Actor.SYSTEM, now=now, accept_many_closings=True)

    @settings(max_examples=CASES, database=None, suppress_health_check=list(HealthCheck))
    @given(sent)
    def one(content: bytes) -> None:
        path = tmp_path / file
        path.write_bytes(content)
        cases.tried(lambda: work(conduct, path=path), declared=(Impossible,))

    one()
    assert cases.ended.total() >= CASES
