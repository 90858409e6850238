"""Archives that are not what they say: refused with a sentence, before anything is written."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from sas.errors import Impossible
from sas.rooms.directory.loaders import intake, reading

MEMBER = re.compile("^structures.csv$")


def archive(method: int = zipfile.ZIP_DEFLATED) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", method) as made:
        made.writestr("structures.csv", b"type;finess\n" * 100)
    return kept.getvalue()


def without_directory() -> bytes:
    """Ends as an archive does, and holds no list of its members."""
    content = archive()
    at = content.index(b"PK\x01\x02")
    return content[:at] + b"XXXX" + content[at + 4 :]


def encrypted() -> bytes:
    content = bytearray(archive())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


SENT = {
    "its first byte lost": (archive()[1:], "endommagée"),
    "no directory": (without_directory(), "endommagée"),
    "a password": (encrypted(), "chiffrée"),
    "lzma": (archive(zipfile.ZIP_LZMA), "compressée"),
    "bzip2": (archive(zipfile.ZIP_BZIP2), "compressée"),
}


@pytest.mark.parametrize("name", SENT)
def test_an_archive_that_cannot_be_read_says_why(name: str, tmp_path: Path) -> None:
    content, why = SENT[name]
    path = tmp_path / "set.zip"
    path.write_bytes(content)
    with pytest.raises(Impossible, match=why), reading.open_text(path, MEMBER) as source:
        list(source.lines())


def test_a_set_whose_archive_has_no_directory_says_why(tmp_path: Path) -> None:
    path = tmp_path / "set.zip"
    path.write_bytes(without_directory())
    with pytest.raises(Impossible, match="endommagée"):
        intake.set_members(path)
