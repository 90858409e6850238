"""What is wrong with a file."""

from enum import Enum


class Fault(Enum):
    """The sentence that follows the name of the file."""

    EMPTY = "est vide."
    TOO_LARGE = "dépasse 1 Mo (1 048 576 octets) : réduisez-le, ou envoyez une partie seulement."
    UNKNOWN = "n'est pas un PDF, une image JPEG ou PNG, un classeur Excel ou une présentation PowerPoint."
    BROKEN = "n'a pas pu être lu en entier : enregistrez-le de nouveau, puis choisissez-le encore."
    ENCRYPTED = "est protégé par un mot de passe : retirez cette protection, puis choisissez-le encore."
    MACRO = "contient des macros : enregistrez-le sans elles, par exemple en PDF."
    ACTIVE = "contient un script, un fichier ou un objet incorporé : enregistrez-le sans lui, par exemple en PDF."
    MIXED = "contient autre chose que ce qu'il annonce : enregistrez-le de nouveau, ou faites une capture d'écran."
    BOMB = "est bien plus grand une fois ouvert : envoyez une partie seulement."
    INFECTED = "est signalé par l'antivirus : il n'est pas accepté."


class Faulty(Exception):
    """A file that is not accepted."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.name)
        self.fault = fault


def need(condition: object, fault: Fault) -> None:
    """Raises Faulty unless the condition holds."""
    if not condition:
        raise Faulty(fault)
