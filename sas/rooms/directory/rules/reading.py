"""What of the directory is not for everybody, and how a number is read."""

from sas.actor import Actor, Role

_MS_SANTE = (Role.REGULATEUR_OSNP, Role.IOA, Role.ADMINISTRATEUR, Role.ADMINISTRATEUR_NATIONAL)


def may_read_ms_sante(actor: Actor) -> bool:
    """Those who regulate, and administrators (sas-domain §1.12)."""
    return actor.has(*_MS_SANTE)


def spoken(phone: str) -> str:
    """A national number by pairs: 02 99 00 12 34; anything else as it is."""
    if len(phone) == 10 and phone.isdigit():
        return " ".join(phone[at : at + 2] for at in range(0, 10, 2))
    return phone
