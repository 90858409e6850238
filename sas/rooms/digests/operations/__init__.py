"""What is done about summaries."""

from sas.rooms.digests.operations.choosing import choose
from sas.rooms.digests.operations.sending import send_due

__all__ = ["choose", "send_due"]
