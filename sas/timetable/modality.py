"""The ways a patient can be received: the « type de consultation » of a slot."""

from enum import STRICT, IntFlag


class Modality(IntFlag, boundary=STRICT):
    """A set of ways to receive a patient; iterating gives them in the order of the screens: C, T, D.

    The integer is what is stored. Raises ValueError for an integer above 7.
    """

    OFFICE = 1
    VIDEO = 2
    HOME = 4

    @property
    def label(self) -> str:
        """The guides' words; several are joined by a comma, none is the empty string."""
        return ", ".join(_LABELS[modality] for modality in self)

    @property
    def letters(self) -> str:
        """The letters of a search card, such as "CT"."""
        return "".join(_LETTERS[modality] for modality in self)


_LABELS = {
    Modality.OFFICE: "Consultation en cabinet",
    Modality.VIDEO: "Téléconsultation",
    Modality.HOME: "Visite à domicile",
}
_LETTERS = {Modality.OFFICE: "C", Modality.VIDEO: "T", Modality.HOME: "D"}
