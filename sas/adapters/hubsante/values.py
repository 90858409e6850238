"""What the Hub Santé carries: our reports, and the answers to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Report:
    """One message to one regulation software (INT_L02); `identity` is the same at each try.

    `sender` and `recipient` are names of clients of the Hub. `appointment` is the object of the model RS-SAS-RDV.
    """

    identity: str
    sender: str
    recipient: str
    sent_at: datetime
    expires_at: datetime
    appointment: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back about the report `about`: an acknowledgement, or an error with its code (0: none).

    `step` is how far an acknowledgement says its software went (RECU, INTEGRE, CONSULTE, SUPPRIME, ERREUR, or none).
    """

    sender: str
    about: str
    refused: bool
    step: str = ""
    code: int = 0
