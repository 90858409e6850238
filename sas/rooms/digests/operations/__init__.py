"""What is done about summaries."""

from sas.rooms.digests.operations.choosing import choose
from sas.rooms.digests.operations.forgetting import forget_choices
from sas.rooms.digests.operations.sending import send_due

__all__ = ["choose", "forget_choices", "send_due"]
