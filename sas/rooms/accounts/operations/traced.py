"""What the trail keeps of a change of an account: names and addresses under the person's key, codes as they are."""

from collections.abc import Mapping
from typing import Any

from sas.rooms.accounts.models import User
from sas.rooms.accounts.queries.sight import Attached
from sas.rooms.journal.enums import PersonKind
from sas.rooms.journal.rules import Change, Person

COLUMNS = ("family_name", "given_name", "roles", "professional_id", "commune_id", "cpx_number", "email")
_PLAIN = (
    "roles",
    "professional_id",
    "is_active",
    "territories",
    "structures",
    "delegated_professional_id",
    "delegated_structure_id",
)


def facts_of(user: User, attached: Attached) -> dict[str, Any]:
    """All that a manager may change of an account, by the names that the trail gives it."""
    return {name: getattr(user, name) for name in COLUMNS} | {
        "territories": attached.territories,
        "structures": attached.structures,
        "delegated_professional_id": attached.delegated_professionals,
        "delegated_structure_id": attached.delegated_structures,
    }


def change_of(user_id: int, *, before: Mapping[str, Any], after: Mapping[str, Any]) -> Change:
    """A change of this account."""
    return Change(before, after, about=Person(PersonKind.USER, user_id), plain=_PLAIN)
