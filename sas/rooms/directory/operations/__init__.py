"""Changing what people decide of the directory; the rest comes from files (loaders)."""

from sas.rooms.directory.operations.editor_places import (
    EditorPlaceDraft,
    EditorPlaces,
    close_editor_places,
    keep_editor_places,
    leave_editor_places,
)
from sas.rooms.directory.operations.editors import note_certificate, save_editor
from sas.rooms.directory.operations.radii import edit_radii, restore_radii
from sas.rooms.directory.operations.rejects import REJECTS_KEPT, forget_rejects
from sas.rooms.directory.operations.search_words import delete_suggestion, delete_word, save_suggestion, save_word
from sas.rooms.directory.operations.software import admit_lrm, save_lrm
from sas.rooms.directory.operations.territories import (
    create_territory,
    edit_territory,
    hold_territory,
    remove_territory,
    save_territory,
)

__all__ = [
    "REJECTS_KEPT",
    "EditorPlaceDraft",
    "EditorPlaces",
    "admit_lrm",
    "close_editor_places",
    "create_territory",
    "delete_suggestion",
    "delete_word",
    "edit_radii",
    "edit_territory",
    "forget_rejects",
    "hold_territory",
    "keep_editor_places",
    "leave_editor_places",
    "note_certificate",
    "remove_territory",
    "restore_radii",
    "save_editor",
    "save_lrm",
    "save_suggestion",
    "save_territory",
    "save_word",
]
