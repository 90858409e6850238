"""The verbs of editors: to plan whom they are asked about, to want, to refresh, to try, to take a slot, to forget."""

from sas.adapters.editors.values import FreeSlot, Site, Trial
from sas.rooms.editors.operations.planning import ask_again, forget, plan, want
from sas.rooms.editors.operations.reached import Ask, Reached, reached_as
from sas.rooms.editors.operations.refreshing import Refreshed, refresh
from sas.rooms.editors.operations.taking import free_slot, take_slot
from sas.rooms.editors.operations.trying import try_out
from sas.rooms.editors.operations.warning import warn_of_certificates

__all__ = [
    "Ask",
    "FreeSlot",
    "Reached",
    "Refreshed",
    "Site",
    "Trial",
    "ask_again",
    "forget",
    "free_slot",
    "plan",
    "reached_as",
    "refresh",
    "take_slot",
    "try_out",
    "want",
    "warn_of_certificates",
]
