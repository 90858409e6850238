"""The verbs of exchanges: to put in line, to deliver, to collect answers, to send again, to forget (F-189, F-264).

And to keep the clients of our FHIR server, and the appointments that editors report (F-188; ADR 39).
"""

from sas.rooms.exchanges.operations.accounts import (
    RegulatorFacts,
    deliver_accounts,
    plan_accounts,
    send_account_again,
    tell_editors,
)
from sas.rooms.exchanges.operations.answering import collect
from sas.rooms.exchanges.operations.clients import ClientDraft, NewClient, close_client, open_client
from sas.rooms.exchanges.operations.delivering import deliver
from sas.rooms.exchanges.operations.keeping import forget, send_again
from sas.rooms.exchanges.operations.posting import post
from sas.rooms.exchanges.operations.receiving import AppointmentDraft, KeptAppointment, forget_reports, keep_appointment

__all__ = [
    "AppointmentDraft",
    "ClientDraft",
    "KeptAppointment",
    "NewClient",
    "RegulatorFacts",
    "close_client",
    "collect",
    "deliver",
    "deliver_accounts",
    "forget",
    "forget_reports",
    "keep_appointment",
    "open_client",
    "plan_accounts",
    "post",
    "send_account_again",
    "send_again",
    "tell_editors",
]
