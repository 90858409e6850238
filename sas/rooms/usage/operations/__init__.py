"""What is done with measures of use."""

from sas.rooms.usage.operations.counting import Counted, count_day, keep_up
from sas.rooms.usage.operations.forgetting import forget_events
from sas.rooms.usage.operations.recording import record

__all__ = ["Counted", "count_day", "forget_events", "keep_up", "record"]
