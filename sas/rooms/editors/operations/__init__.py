"""The verbs of editors: to plan whom they are asked about, to want, to refresh, to take and free a slot, to forget."""

from sas.rooms.editors.operations.planning import ask_again, forget, plan, want
from sas.rooms.editors.operations.reached import Ask, Reached
from sas.rooms.editors.operations.refreshing import Refreshed, refresh
from sas.rooms.editors.operations.taking import free_slot, take_slot

__all__ = ["Ask", "Reached", "Refreshed", "ask_again", "forget", "free_slot", "plan", "refresh", "take_slot", "want"]
