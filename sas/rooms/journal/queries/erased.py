"""Who was erased, as the trail tells it: by numbers, so that it may be done again after a restoration."""

from dataclasses import dataclass
from datetime import datetime

from sas.actor import Actor
from sas.rooms.journal.enums import PersonKind
from sas.rooms.journal.models import AuditEntry
from sas.rooms.journal.rules import Person
from sas.rooms.journal.rules.reading import may_read

_CLOSED, _FORGOTTEN = "close_account", "forget_person"
_KINDS = {_CLOSED: PersonKind.USER, "delete_territory": PersonKind.TERRITORY}
"""Acts that erase whoever they are about; `forget_person` says the kind itself."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """Somebody whom the trail was made to forget; `account`: their account was closed too."""

    person: Person
    account: bool = False

    def __str__(self) -> str:
        """« account:12 » or « user:12 »."""
        return f"account:{self.person.id}" if self.account else str(self.person)


def erased_since(*, actor: Actor, since: datetime) -> list[Erasure]:
    """In the order in which they were, each once. Raises Refused as `traces`."""
    if refusal := may_read(actor):
        raise refusal
    acts = AuditEntry.objects.filter(verb__in=(*_KINDS, _FORGOTTEN), at__gte=since).order_by("id")
    found = acts.values_list("verb", "subject", "subject_id")
    every = [
        Erasure(Person(_KINDS.get(verb) or PersonKind(subject), int(number)), account=verb == _CLOSED)
        for verb, subject, number in found
    ]
    return list(dict.fromkeys(every))
