"""The verbs of protection: to purge, and to give people their data."""

from sas.rooms.protection.operations.purging import Purged, purge
from sas.rooms.protection.operations.taking import take_own_data

__all__ = ["Purged", "purge", "take_own_data"]
