"""The verbs of protection: to purge, to erase again, to renew secrets, to give people their data."""

from sas.rooms.protection.operations.erasing import erase_again
from sas.rooms.protection.operations.purging import Purged, purge
from sas.rooms.protection.operations.renewing import Rotation, rotate_secrets
from sas.rooms.protection.operations.taking import take_own_data

__all__ = ["Purged", "Rotation", "erase_again", "purge", "rotate_secrets", "take_own_data"]
