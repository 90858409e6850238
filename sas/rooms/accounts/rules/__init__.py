"""What accounts go by: what their mails say, who manages whom, what can be asked."""

from sas.rooms.accounts.rules.asking import (
    APPLIES,
    NEED_A_TERRITORY,
    NOTHING_HELD,
    Asked,
    Held,
    Known,
    Settled,
    professional_number,
    structure_number,
)
from sas.rooms.accounts.rules.judging import judge
from sas.rooms.accounts.rules.letters import changed_address_letter, welcome_letter
from sas.rooms.accounts.rules.managing import MANAGERS, grantable, may_change, may_manage, rank, reach

__all__ = [
    "APPLIES",
    "MANAGERS",
    "NEED_A_TERRITORY",
    "NOTHING_HELD",
    "Asked",
    "Held",
    "Known",
    "Settled",
    "changed_address_letter",
    "grantable",
    "judge",
    "may_change",
    "may_manage",
    "professional_number",
    "rank",
    "reach",
    "structure_number",
    "welcome_letter",
]
