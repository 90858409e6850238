"""What Avenant 9 pays, as data: each scale with where it is written and from when to when it holds."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Step:
    """A step of indicator 9: from `least` to `most` patients in the quarter (None: no upper bound), in euros."""

    least: int
    most: int | None
    amount: int

    @property
    def label(self) -> str:
        """« de 5 à 15 », « au-delà de 45 »."""
        return f"de {self.least} à {self.most}" if self.most else f"au-delà de {self.least - 1}"


@dataclass(frozen=True, slots=True)
class Scale:
    """Amounts in euros: `yearly` for indicator 8, `steps` by quarter for indicator 9.

    `until` is the last day on which it holds, None while nothing replaces it.
    """

    since: date
    until: date | None
    yearly: int
    steps: tuple[Step, ...]
    source: str


SCALES = (
    Scale(
        since=date(2022, 7, 6),
        until=None,
        yearly=1400,
        # The guide writes « 350 € de 16 à 35 » right after « 210 € de 16 à 25 »: read as 26 to 35 (§7.1, C9).
        steps=(Step(5, 15, 70), Step(16, 25, 210), Step(26, 35, 350), Step(36, 45, 490), Step(46, None, 630)),
        source=(
            "Guide utilisateur de la plateforme numérique SAS pour les effecteurs de soins, § 2.1, "
            "« Rappel avenant 9 », modalités applicables à partir du 6 juillet 2022"
        ),
    ),
)
"""In the order of time, none overlapping another: a new scale closes the last one and is added below it."""


def scale_on(day: date) -> Scale | None:
    """The scale that holds that day; None before the first one, or between two."""
    return next((one for one in SCALES if one.since <= day and (one.until is None or day <= one.until)), None)
