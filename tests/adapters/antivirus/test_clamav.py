"""A real ClamAV with a signature of ours: what bears it is refused and nothing of it is kept (F-243)."""

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from sas.adapters.antivirus import client
from sas.errors import Impossible
from sas.rooms.assistance.models import AssistanceFile, AssistanceRequest
from sas.rooms.assistance.rules.files import MOST_BYTES, GivenFile
from tests.factories import attachments, clamav
from tests.factories.assistance import asked

pytestmark = [pytest.mark.long, pytest.mark.django_db, pytest.mark.shows("F-243")]


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    if not clamav.program():
        pytest.skip("NOT RUN: ClamAV is not installed (apt-get install clamav-daemon)")
    with clamav.running(tmp_path_factory.mktemp("clamav")) as found:
        yield found


def workbook() -> bytes:
    """The pattern in a cell, packed."""
    book, kept = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = clamav.PATTERN.decode()  # type: ignore[index]
    book.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize("by", [0, 1], ids=["tcp", "socket"])
def test_it_tells_what_it_finds_by_either_address(by: int, addresses: tuple[str, str], settings: Any) -> None:
    settings.CLAMD_URL = addresses[by]
    for clean in (attachments.pdf(), attachments.xlsx(), attachments.png_of(MOST_BYTES)):
        assert client.infection(clean) == ""
    for signed in (attachments.pdf(b"% " + clamav.PATTERN), workbook()):
        assert client.infection(signed) == clamav.NAME


def test_a_request_with_a_signed_file_is_refused_whole(addresses: Any, settings: Any, now: datetime) -> None:
    settings.CLAMD_URL = addresses[0]
    clean, signed = GivenFile("a.pdf", attachments.pdf()), GivenFile("b.xlsx", workbook())
    with pytest.raises(Impossible, match=r"« b\.xlsx » est signalé par l'antivirus"):
        asked(now=now, files=[clean, signed])
    assert not AssistanceRequest.objects.exists() and not AssistanceFile.objects.exists()
    assert asked(now=now, files=[clean])
