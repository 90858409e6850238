"""Reading what the nights removed."""

from sas.rooms.protection.queries.purges import KindPurged, retention

__all__ = ["KindPurged", "retention"]
