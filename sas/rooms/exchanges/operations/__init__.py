"""The verbs of exchanges: to put in line, to deliver, to collect answers, to send again, to forget (F-189; ADR 34).

And to keep the clients of our FHIR server, and the appointments that editors report (F-188; ADR 39).
"""

from sas.rooms.exchanges.operations.answering import collect
from sas.rooms.exchanges.operations.clients import ClientDraft, NewClient, close_client, open_client
from sas.rooms.exchanges.operations.delivering import deliver
from sas.rooms.exchanges.operations.keeping import forget, send_again
from sas.rooms.exchanges.operations.posting import post
from sas.rooms.exchanges.operations.receiving import AppointmentDraft, KeptAppointment, keep_appointment

__all__ = [
    "AppointmentDraft",
    "ClientDraft",
    "KeptAppointment",
    "NewClient",
    "close_client",
    "collect",
    "deliver",
    "forget",
    "keep_appointment",
    "open_client",
    "post",
    "send_again",
]
