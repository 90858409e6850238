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
from sas.rooms.accounts.rules.logins import (
    CODE_LIFE,
    TOKEN_LIFE,
    LoginQuestion,
    Person,
    about,
    checked_addresses,
    fault,
    id_token,
    is_entitled,
    proves,
)
from sas.rooms.accounts.rules.logins import SCOPES as LOGIN_SCOPES
from sas.rooms.accounts.rules.managing import MANAGERS, grantable, may_change, may_manage, rank, reach
from sas.rooms.accounts.rules.months import after_months
from sas.rooms.accounts.rules.passwords import PASSWORD_RULES, PasswordRule, expiry, unmet
from sas.rooms.accounts.rules.terms import TermsBlock, terms_blocks
from sas.rooms.accounts.rules.welcomes import Welcome, welcome_due

__all__ = [
    "APPLIES",
    "CODE_LIFE",
    "LOGIN_SCOPES",
    "MANAGERS",
    "NEED_A_TERRITORY",
    "NOTHING_HELD",
    "PASSWORD_RULES",
    "REMOVAL",
    "TOKEN_LIFE",
    "Asked",
    "Held",
    "Known",
    "LoginQuestion",
    "PasswordRule",
    "Person",
    "Settled",
    "Sleep",
    "TermsBlock",
    "Welcome",
    "about",
    "after_months",
    "checked_addresses",
    "day_of",
    "expiry",
    "fault",
    "grantable",
    "id_token",
    "is_entitled",
    "judge",
    "may_change",
    "may_manage",
    "next_due",
    "professional_number",
    "proves",
    "rank",
    "reach",
    "removal_promised",
    "structure_number",
    "terms_blocks",
    "unmet",
    "welcome_due",
]
