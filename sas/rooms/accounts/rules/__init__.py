"""What accounts go by: what may be done with them, what mails say, what a password must be, when one falls asleep."""

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
from sas.rooms.accounts.rules.credential_letters import (
    address_changed_letter,
    address_in_use_letter,
    changed_letter,
    new_address_letter,
    reminder_letter,
    reset_letter,
)
from sas.rooms.accounts.rules.inactivity import REMOVAL, Sleep, next_due, removal_promised
from sas.rooms.accounts.rules.inactivity_letters import removed_letter, unused_letter
from sas.rooms.accounts.rules.judging import judge
from sas.rooms.accounts.rules.letters import changed_address_letter, welcome_letter
from sas.rooms.accounts.rules.managing import MANAGERS, grantable, may_change, may_manage, rank, reach
from sas.rooms.accounts.rules.months import after_months
from sas.rooms.accounts.rules.passwords import PASSWORD_RULES, PasswordRule, expiry, unmet
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
    "address_changed_letter",
    "address_in_use_letter",
    "after_months",
    "changed_address_letter",
    "changed_letter",
    "expiry",
    "grantable",
    "judge",
    "may_change",
    "may_manage",
    "new_address_letter",
    "next_due",
    "professional_number",
    "rank",
    "reach",
    "reminder_letter",
    "removal_promised",
    "removed_letter",
    "reset_letter",
    "structure_number",
    "terms_blocks",
    "unmet",
    "unused_letter",
    "welcome_due",
    "welcome_letter",
]
