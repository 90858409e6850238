"""The two editors of the demonstration: a quick one where patients are booked, a slow one to which one phones."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Edition:
    """One of them: `word` names its files, `name` is that of the directory, `fault` is of all its answers.

    `system`: under which its appointments are numbered. `end_to_end`: the platform sends regulators to its pages.
    """

    word: str
    name: str
    system: str
    end_to_end: bool
    fault: str = ""

    @property
    def common_name(self) -> str:
        """The CN of the certificate with which it calls."""
        return f"{self.word}.editeur.example"


EDITIONS = (
    Edition("iroise", "Fil d'Iroise", system="urn:oid:1.2.250.1.999.1", end_to_end=True),
    Edition("sablier", "Sablier Santé", system="urn:oid:1.2.250.1.999.2", end_to_end=False, fault="delay:2"),
)
UNIT = "990000000000011"
"""The OU of their certificates."""
