"""What of the directory is not for everybody."""

from sas.actor import Actor, Role

_MS_SANTE = (Role.REGULATEUR_OSNP, Role.IOA, Role.ADMINISTRATEUR, Role.ADMINISTRATEUR_NATIONAL)


def may_read_ms_sante(actor: Actor) -> bool:
    """Those who regulate, and administrators (sas-domain §1.12)."""
    return actor.has(*_MS_SANTE)
