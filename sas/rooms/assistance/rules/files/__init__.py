"""What may be joined to a request: recognised by its bytes, refused with a sentence that names the file (F-243)."""

from sas.rooms.assistance.rules.files.checking import (
    ACCEPTED,
    MOST_BYTES,
    MOST_FILES,
    CheckedFile,
    GivenFile,
    checked_files,
)
from sas.rooms.assistance.rules.files.naming import shown_name

__all__ = ["ACCEPTED", "MOST_BYTES", "MOST_FILES", "CheckedFile", "GivenFile", "checked_files", "shown_name"]
