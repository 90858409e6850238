"""What an editor and an LRM may be called (F-231)."""

import re

from sas.errors import Impossible

LENGTH = 120

# « fr.health.samu330 »: the client ids of the Hub Santé.
_HUB_NAME = re.compile(r"fr(\.[a-z0-9-]{1,20}){1,4}")

# What an address can carry without being encoded twice: the LRM writes it into its link (sas-domain §1.10).
_ORIGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{1,119}")


def checked_software_name(text: str) -> str:
    """With single spaces; raises Impossible (field "name") for one too short or too long."""
    name = " ".join(text.split())
    if not 2 <= len(name) <= LENGTH:
        raise Impossible(f"Le nom a de 2 à {LENGTH} caractères.", field="name")
    return name


def checked_origin(text: str) -> str:
    """As it stands in the address; raises Impossible (field "origin") for what an address would not carry as it is."""
    origin = text.strip()
    if not _ORIGIN.fullmatch(origin):
        raise Impossible(
            "L'origine a de 2 à 120 caractères : lettres sans accent, chiffres, point, tiret, deux-points.",
            field="origin",
        )
    return origin


def checked_hub_name(text: str) -> str:
    """Empty, or a client id of the Hub Santé; raises Impossible (field "hub_name") for anything else."""
    name = text.strip().lower()
    if name and not _HUB_NAME.fullmatch(name):
        raise Impossible("Cet identifiant n'est pas de la forme « fr.health.samu330 ».", field="hub_name")
    return name
