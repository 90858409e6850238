"""The verbs of exchanges: to put in line, to deliver, to collect answers, to send again, to forget (F-189, F-264)."""

from sas.rooms.exchanges.operations.accounts import (
    RegulatorFacts,
    deliver_accounts,
    plan_accounts,
    send_account_again,
    tell_editors,
)
from sas.rooms.exchanges.operations.answering import collect
from sas.rooms.exchanges.operations.delivering import deliver
from sas.rooms.exchanges.operations.keeping import forget, send_again
from sas.rooms.exchanges.operations.posting import post

__all__ = [
    "RegulatorFacts",
    "collect",
    "deliver",
    "deliver_accounts",
    "forget",
    "plan_accounts",
    "post",
    "send_account_again",
    "send_again",
    "tell_editors",
]
