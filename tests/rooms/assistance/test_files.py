"""The suite of attachments: known by their bytes, refused with a sentence that names the file (F-243; E46)."""

import io
import random
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest

from sas.errors import Impossible
from sas.rooms.assistance.enums import FileKind
from sas.rooms.assistance.rules.files import MOST_BYTES, GivenFile, checked_files
from sas.rooms.assistance.rules.files.faults import Fault
from sas.rooms.assistance.rules.files.packages import MOST_PARTS
from tests.factories import attachments as made

pytestmark = pytest.mark.shows("F-243")
HTML = b"<html><script>alert(1)</script>"
PROGRAM = b"MZ" + bytes(300)
KINDS = {
    FileKind.PDF: made.pdf(made.object_stream(b"1 0 <</Type /Page>>")),
    FileKind.JPEG: made.jpeg(after=bytes(12) + made.jpeg()),
    FileKind.PNG: made.png(),
    FileKind.XLSX: made.xlsx(),
    FileKind.PPTX: made.pptx(),
    FileKind.XLS: made.xls(),
    FileKind.PPT: made.ppt(),
}
BOMB = made.package(xl__sheet_dot_xml=bytes(33 * 1024 * 1024))
WRONG = {
    "empty": (b"", Fault.EMPTY),
    "program": (PROGRAM, Fault.UNKNOWN),
    "script": (b"#!/bin/sh\n", Fault.UNKNOWN),
    "text": (b"Bonjour", Fault.UNKNOWN),
    "page": (HTML, Fault.UNKNOWN),
    "word": (made.compound({"WordDocument": b"x"}), Fault.UNKNOWN),
    "archive": (made.zipped({"a.txt": b"x"}), Fault.UNKNOWN),
    "word package": (made.package("application/vnd.openxmlformats-officedocument.word.main+xml"), Fault.UNKNOWN),
    "two main parts": (made.package(types=[made.PPTX_MAIN]), Fault.UNKNOWN),
    # Polyglots.
    "pdf and zip": (made.pdf(after=b"\n" + made.zipped({"a": b"x"})), Fault.MIXED),
    "pdf around a zip": (made.pdf(made.zipped({"a": b"x"})), Fault.MIXED),
    "pdf and page": (made.pdf(b"% <HTML><Script>"), Fault.MIXED),
    "pdf and program": (made.pdf(after=PROGRAM), Fault.MIXED),
    "jpeg and zip": (made.jpeg(after=made.zipped({"a": b"x"})), Fault.MIXED),
    "zip in a jpeg comment": (made.jpeg(made.comment(made.zipped({"a": b"x"}))), Fault.MIXED),
    "page in a jpeg comment": (made.jpeg(made.comment(HTML)), Fault.MIXED),
    "jpeg and program": (made.jpeg(after=PROGRAM), Fault.MIXED),
    "png and program": (made.png(after=PROGRAM), Fault.MIXED),
    "pdf in a zip": (made.zipped({"x": made.pdf()}, method=zipfile.ZIP_STORED), Fault.MIXED),
    "zip with a comment": (made.zipped({"x": b"x"}, comment=b"a note"), Fault.MIXED),
    "zip and more": (made.xlsx() + PROGRAM, Fault.MIXED),
    # Bombs.
    "bomb": (BOMB, Fault.BOMB),
    "ratio": (made.package(xl__a_dot_xml=bytes(2 * 1024 * 1024)), Fault.BOMB),
    "bomb in a package": (made.package(xl__embeddings__a_dot_xlsx=BOMB), Fault.BOMB),
    "third package": (made.package(a_dot_xlsx=made.package(b_dot_xlsx=made.xlsx())), Fault.BOMB),
    "parts": (made.package(**{f"p{at}": b"" for at in range(MOST_PARTS)}), Fault.BOMB),
    "objects": (made.pdf(made.object_stream(bytes(9 * 1024 * 1024))), Fault.BOMB),
    # Macros.
    "vba": (made.package(xl__vbaProject_dot_bin=b"x"), Fault.MACRO),
    "macro type": (made.package(types=["application/vnd.ms-excel.sheet.macroEnabled.main+xml"]), Fault.MACRO),
    "macro sheet": (made.package(xl__macrosheets__sheet1_dot_xml=b"<a/>"), Fault.MACRO),
    "xls vba": (made.xls(storages=["_VBA_PROJECT_CUR"]), Fault.MACRO),
    "xls macro sheet": (made.xls(made.macro_sheet()), Fault.MACRO),
    # What acts by itself, what carries something else.
    "pdf script": (made.pdf(b"3 0 obj\n<</S /JavaScript /JS (x)>>\nendobj"), Fault.ACTIVE),
    "pdf script escaped": (made.pdf(b"3 0 obj\n<</S /J#61vaScript>>\nendobj"), Fault.ACTIVE),
    "pdf script packed": (made.pdf(made.object_stream(b"3 0 <</S /JavaScript>>")), Fault.ACTIVE),
    "pdf launch": (made.pdf(b"3 0 obj\n<</S /Launch>>\nendobj"), Fault.ACTIVE),
    "pdf file": (made.pdf(b"3 0 obj\n<</Type /EmbeddedFile>>\nendobj"), Fault.ACTIVE),
    "activex": (made.package(xl__activeX__activeX1_dot_xml=b"<a/>"), Fault.ACTIVE),
    "embedded object": (made.package(ppt__embeddings__a_dot_bin=made.compound({"x": b"x"})), Fault.ACTIVE),
    "embedded program": (made.package(xl__media__image1_dot_png=PROGRAM), Fault.ACTIVE),
    "ppt object": (made.ppt(0x1011), Fault.ACTIVE),
    "xls object": (made.xls(storages=["MBD0001"]), Fault.ACTIVE),
    # Passwords.
    "pdf password": (made.pdf(trailer=b"/Encrypt 5 0 R"), Fault.ENCRYPTED),
    "zip password": (made.encrypted(made.xlsx()), Fault.ENCRYPTED),
    "xlsx password": (made.compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), Fault.ENCRYPTED),
    "xls password": (made.xls((0x002F, bytes(4))), Fault.ENCRYPTED),
    "ppt password": (made.ppt(user=0xF3D1C4DF), Fault.ENCRYPTED),
    # Cut or damaged.
    "pdf cut": (made.pdf()[:-8], Fault.BROKEN),
    "jpeg cut": (made.jpeg()[:-2], Fault.BROKEN),
    "png cut": (made.png()[:-4], Fault.BROKEN),
    "png altered": (made.png(padding=9).replace(b"   ", b"  x", 1), Fault.BROKEN),
    "zip cut": (made.xlsx()[:-30], Fault.BROKEN),
    "other packing": (
        made.zipped({"[Content_Types].xml": b"<Types/>"}, method=zipfile.ZIP_LZMA),
        Fault.BROKEN,
    ),
    "definitions": (made.zipped({"[Content_Types].xml": b"<!ENTITY a 'b'>"}), Fault.BROKEN),
    "compound cut": (made.xls()[:600], Fault.BROKEN),
}


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(Impossible) as refused:
        checked_files([GivenFile(name, content)])
    assert refused.value.field == "files"
    return refused.value.reason


@pytest.mark.parametrize("kind", FileKind)
def test_each_kind_is_known_by_its_bytes_whatever_its_name(kind: FileKind) -> None:
    for name in (f"Capture.{kind.value.upper()}", "Capture.exe", "Capture"):
        (kept,) = checked_files([GivenFile(name, KINDS[kind])])
        assert (kept.kind, kept.name, kept.content) == (kind, f"Capture.{kind.value}", KINDS[kind])


@pytest.mark.parametrize("case", WRONG)
def test_what_is_not_accepted_is_told_by_name_whatever_its_extension(case: str) -> None:
    content, fault = WRONG[case]
    assert refusal("Capture.PDF", content) == f"« Capture.PDF » {fault.value}"


def test_three_files_of_a_megabyte_and_not_a_byte_nor_a_file_more() -> None:
    full = GivenFile("a.png", made.png_of(MOST_BYTES))
    assert len(checked_files([full] * 3)) == 3
    assert "3 pièces jointes au plus : vous en avez choisi 4." in _refused([full] * 4)
    for size in (MOST_BYTES + 1, MOST_BYTES * 11 // 10):
        assert refusal("b.png", made.png_of(size)) == f"« b.png » {Fault.TOO_LARGE.value}"


def _refused(files: list[GivenFile]) -> str:
    with pytest.raises(Impossible) as refused:
        checked_files(files)
    return refused.value.reason


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.png"),
        (r"C:\Users\moi\écran 1.pdf", "écran 1.png"),
        ("facture\u202egnp.exe", "facturegnp.png"),
        ("a\r\nSet-Cookie: b\0.png", "aSet-Cookie b.png"),
        ("\u2066\u200b.png", "fichier.png"),
        ("....", "fichier.png"),
        ("", "fichier.png"),
        ("é" * 300 + ".png", "é" * 76 + ".png"),
        ('a"b<c>;d.png', "abcd.png"),
    ],
)
def test_a_name_is_one_line_of_plain_text_and_never_a_path(given: str, shown: str) -> None:
    (kept,) = checked_files([GivenFile(given, made.png())])
    assert kept.name == shown


def test_a_size_that_lies_does_not_unpack_more_than_it_says() -> None:
    lying = bytearray(made.package(xl__a_dot_xml=bytes(2 * 1024 * 1024)))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        found = lying.rfind(mark)
        lying[found + at : found + at + 4] = (10).to_bytes(4, "little")
    assert refusal("a.xlsx", bytes(lying)) == f"« a.xlsx » {Fault.BROKEN.value}"


@pytest.mark.parametrize("kind", FileKind)
def test_a_file_damaged_anywhere_is_accepted_or_refused_and_nothing_else(kind: FileKind) -> None:
    """Three hundred drawn damages of each kind: never another error than the one with a sentence."""
    draw, whole = random.Random(kind.value), KINDS[kind]
    for _ in range(300):
        spoilt = bytearray(whole[: draw.randint(1, len(whole))] if draw.random() < 0.3 else whole)
        for _ in range(draw.randint(1, 8)):
            spoilt[draw.randrange(len(spoilt))] = draw.randrange(256)
        with suppress(Impossible):
            checked_files([GivenFile("a", bytes(spoilt))])


COSTLY: dict[str, Callable[[], bytes]] = {
    "names": lambda: made.pdf(b"#41" * 340_000),
    "object streams": lambda: made.pdf(b"obj/ObjStm/FilterFlateDecode stream\nx" * 25_000),
    "object streams without any": lambda: made.pdf(b"/ObjStm " * 130_000),
    "packed names": lambda: made.pdf(made.object_stream(b"#41" * 2_700_000)),
    "filling": lambda: made.jpeg(data=b"\xff" * 1_048_000),
    "segments": lambda: made.jpeg(b"\xff\xfe\0\x02" * 260_000),
    "records": lambda: made.xls(*[(0, b"")] * 14_000),
    "parts": lambda: made.package(**{f"x{at}_dot_xml": random.Random(at).randbytes(100) * 10_000 for at in range(30)}),
}


@pytest.mark.parametrize("case", COSTLY)
def test_no_megabyte_keeps_the_server_busy(case: str) -> None:
    """Judged one way or the other within two seconds of the processor: each of these is a few hundredths."""
    content = COSTLY[case]()
    assert len(content) <= MOST_BYTES
    start = time.process_time()
    with suppress(Impossible):
        checked_files([GivenFile("a", content)])
    assert time.process_time() - start < 2


def test_workbooks_of_other_writers_are_accepted() -> None:
    import xlsxwriter

    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        sheet = book.add_worksheet()
        for row in range(3000):
            sheet.write_row(row, 0, ["la même chose"] * 10)
    (found,) = checked_files([GivenFile("a", kept.getvalue())])
    assert found.kind is FileKind.XLSX
