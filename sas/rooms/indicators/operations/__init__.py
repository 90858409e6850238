"""The verbs of indicators: to keep the figures up, to compute a month again, to note that a table leaves."""

from sas.rooms.indicators.operations.computing import Computed, keep_up, recompute
from sas.rooms.indicators.operations.exporting import note_centre_export, note_export

__all__ = ["Computed", "keep_up", "note_centre_export", "note_export", "recompute"]
