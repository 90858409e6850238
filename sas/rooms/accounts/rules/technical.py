"""The platform's own id of a regulator, for editors: some have no card, thus no national id (fhir-sas §3)."""

from uuid import UUID, uuid5

_REGULATORS = UUID("0c2f8a4e-5b1d-4f6a-9a53-7d0b5c3e9f11")


def technical_id(user_id: int) -> UUID:
    """Made from the number of the account: the same for ever, and it tells nothing."""
    return uuid5(_REGULATORS, str(user_id))
