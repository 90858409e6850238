"""The verbs of piloting: to count the days that are due, to count days again."""

from sas.rooms.piloting.operations.counting import Counted, keep_up, recompute

__all__ = ["Counted", "keep_up", "recompute"]
