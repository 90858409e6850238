"""What accounts go by: what may be done with them, what a password must be, when one falls asleep."""

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
from sas.rooms.accounts.rules.days import day_of
from sas.rooms.accounts.rules.inactivity import REMOVAL, Sleep, next_due, removal_promised
from sas.rooms.accounts.rules.judging import judge
from sas.rooms.accounts.rules.managing import MANAGERS, grantable, may_change, may_manage, rank, reach
from sas.rooms.accounts.rules.months import after_months
from sas.rooms.accounts.rules.passwords import PASSWORD_RULES, PasswordRule, expiry, unmet
from sas.rooms.accounts.rules.technical import technical_id
from sas.rooms.accounts.rules.terms import TermsBlock, terms_blocks
from sas.rooms.accounts.rules.welcomes import Welcome, welcome_due

__all__ = [
    "APPLIES",
    "MANAGERS",
    "NEED_A_TERRITORY",
    "NOTHING_HELD",
    "PASSWORD_RULES",
    "REMOVAL",
    "Asked",
    "Held",
    "Known",
    "PasswordRule",
    "Settled",
    "Sleep",
    "TermsBlock",
    "Welcome",
    "after_months",
    "day_of",
    "expiry",
    "grantable",
    "judge",
    "may_change",
    "may_manage",
    "next_due",
    "professional_number",
    "rank",
    "reach",
    "removal_promised",
    "structure_number",
    "technical_id",
    "terms_blocks",
    "unmet",
    "welcome_due",
]
