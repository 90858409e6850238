"""The verbs of editors: to plan whom they are asked about, to want what a page shows, to refresh, to forget."""

from sas.rooms.editors.operations.planning import forget, plan, want
from sas.rooms.editors.operations.reached import Ask, Reached
from sas.rooms.editors.operations.refreshing import Refreshed, refresh

__all__ = ["Ask", "Reached", "Refreshed", "forget", "plan", "refresh", "want"]
