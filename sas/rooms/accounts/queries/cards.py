"""What stands at an e-mail address and behind a card, for the operations that bring the two together."""

from dataclasses import dataclass

from sas.actor import Actor
from sas.rooms.accounts.models import User
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import CardHolder


@dataclass(frozen=True, slots=True)
class Meeting:
    """An address and a card: the account of the first, the professional of the second and whose account has it."""

    account: int | None
    professional: CardHolder | None
    professional_account: int | None

    @property
    def has_place(self) -> bool:
        """True when the card's holder receives patients somewhere."""
        return self.professional is not None and self.professional.open_places > 0


def meeting(*, actor: Actor, email: str, national_id: str) -> Meeting:
    """The same statements whatever there is: neither the answer's time nor its load tells whether an account exists."""
    account = User.objects.filter(email=email, closed_at__isnull=True).values_list("id", flat=True).first()
    professional = directory.card_holder(actor=actor, national_id=national_id)
    held = User.objects.filter(professional__national_id=national_id, closed_at__isnull=True)
    return Meeting(account, professional, held.values_list("id", flat=True).first())
