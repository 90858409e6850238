"""Files that administrators add: judged by what they hold, never by their name."""

from collections.abc import Callable
from dataclasses import dataclass

from sas.errors import Impossible
from sas.rooms.training.enums import PieceKind

MOST_BYTES = 15_000_000
"""A short video; the proxy takes 20 MB with the rest of the form."""
MOST_CAPTIONS = 500_000

FORMATS = {
    "application/pdf": "PDF",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "video/mp4": "MP4",
    "video/webm": "WebM",
}
"""What is shown of each kind of file."""


@dataclass(frozen=True, slots=True)
class _Kind:
    media_type: str
    begins: Callable[[bytes], bool]


_PICTURES = (
    _Kind("image/png", lambda data: data.startswith(b"\x89PNG\r\n\x1a\n")),
    _Kind("image/jpeg", lambda data: data.startswith(b"\xff\xd8\xff")),
)
_PDF = _Kind("application/pdf", lambda data: data.startswith(b"%PDF-"))
_VIDEOS = (
    _Kind("video/mp4", lambda data: data[4:8] == b"ftyp"),
    _Kind("video/webm", lambda data: data.startswith(b"\x1aE\xdf\xa3") and b"webm" in data[:64]),
)
_TAKEN = {
    PieceKind.PICTURE: (_PICTURES, "Choisissez une image PNG ou JPEG."),
    PieceKind.VIDEO: (_VIDEOS, "Choisissez une vidéo MP4 ou WebM."),
    PieceKind.FILE: ((_PDF, *_PICTURES), "Choisissez un fichier PDF, PNG ou JPEG."),
}
HAVE_FILES = frozenset(_TAKEN)
"""The kinds that need a file."""


def media_type_of(kind: PieceKind, content: bytes) -> str:
    """What this file is; raises Impossible (field "file") when there is none, or one that this kind does not take."""
    taken, sentence = _TAKEN[kind]
    if len(content) > MOST_BYTES:
        raise Impossible("Ce fichier dépasse 15 Mo.", field="file")
    found = next((one.media_type for one in taken if one.begins(content)), None)
    if found is None:
        raise Impossible(sentence, field="file")
    return found


def captions_of(content: bytes) -> str:
    """The captions of a video; raises Impossible (field "captions") for what is not WebVTT in UTF-8."""
    wanted = "Ajoutez les sous-titres de la vidéo, au format WebVTT (.vtt) : ils sont obligatoires."
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Impossible(wanted, field="captions") from wrong
    if len(content) > MOST_CAPTIONS or "\x00" in text or text.split(maxsplit=1)[:1] != ["WEBVTT"] or "-->" not in text:
        raise Impossible(wanted, field="captions")
    return text
