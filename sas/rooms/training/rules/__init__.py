"""What the training space holds, who adds to it, and what may be added."""

from sas.rooms.training.rules.catalogue import (
    ADDED,
    CHAPTERS,
    SECTIONS,
    THEMES,
    Section,
    Theme,
    guide_file,
    outline,
)
from sas.rooms.training.rules.pieces import FileFacts, Piece, weight
from sas.rooms.training.rules.reading import GUIDES, Chapter, chapter_of
from sas.rooms.training.rules.uploads import FORMATS, HAVE_FILES, captions_of, media_type_of
from sas.rooms.training.rules.writing import checked_text, checked_title, checked_video, may_write, slug_of

__all__ = [
    "ADDED",
    "CHAPTERS",
    "FORMATS",
    "GUIDES",
    "HAVE_FILES",
    "SECTIONS",
    "THEMES",
    "Chapter",
    "FileFacts",
    "Piece",
    "Section",
    "Theme",
    "captions_of",
    "chapter_of",
    "checked_text",
    "checked_title",
    "checked_video",
    "guide_file",
    "may_write",
    "media_type_of",
    "outline",
    "slug_of",
    "weight",
]
