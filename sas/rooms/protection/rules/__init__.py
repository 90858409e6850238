"""How long each kind of data is kept, and what stands without an end."""

from sas.rooms.protection.rules.access import may_read
from sas.rooms.protection.rules.retention import LINES, Line
from sas.rooms.protection.rules.spans import Span
from sas.rooms.protection.rules.standing import STANDING, Standing

__all__ = ["LINES", "STANDING", "Line", "Span", "Standing", "may_read"]
