"""What mails tell of an orientation: place, date, hour, type, nothing of a patient (F-186)."""

from dataclasses import dataclass
from datetime import datetime

from sas.dates import day_in_words


@dataclass(frozen=True, slots=True)
class Appointment:
    """An orientation as a mail tells it; `start` and `end` are naive, on the wall of the place."""

    place: str
    address: str
    start: datetime
    end: datetime
    kind: str

    @property
    def day(self) -> str:
        """« mardi 24 novembre 2026 »."""
        return day_in_words(self.start, "l j F Y")

    @property
    def hours(self) -> str:
        """« 14h00 » or, for a plage, « 14h00 - 16h00 »."""
        start = f"{self.start:%Hh%M}"
        return start if self.end == self.start else f"{start} - {self.end:%Hh%M}"

    @property
    def told(self) -> dict[str, str]:
        """By the names that the texts of mails give them."""
        about = {"lieu": self.place, "adresse": self.address, "jour": self.day, "heure": self.hours}
        return about | {"type": self.kind}

    def declined(self, reason: str) -> dict[str, str]:
        """The same of one that is declined: when it would have begun, and why it does not."""
        told = self.told | {"heure": f"{self.start:%Hh%M}", "motif": reason}
        del told["type"]
        return told
