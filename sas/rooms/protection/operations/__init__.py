"""The verbs of protection: to purge."""

from sas.rooms.protection.operations.purging import Purged, purge

__all__ = ["Purged", "purge"]
