"""The verbs of exchanges: to put in line, to deliver, to collect answers, to send again, to forget (F-189; ADR 34)."""

from sas.rooms.exchanges.operations.answering import collect
from sas.rooms.exchanges.operations.delivering import deliver
from sas.rooms.exchanges.operations.keeping import forget, send_again
from sas.rooms.exchanges.operations.posting import post

__all__ = ["collect", "deliver", "forget", "post", "send_again"]
