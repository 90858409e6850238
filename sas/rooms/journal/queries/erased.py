"""Who was erased, as the trail tells it: by numbers, so that it may be done again after a restoration."""

from datetime import datetime

from sas.actor import Actor
from sas.rooms.journal.enums import PersonKind
from sas.rooms.journal.models import AuditEntry
from sas.rooms.journal.rules import Person
from sas.rooms.journal.rules.reading import may_read

_OF = {"close_account": PersonKind.USER, "delete_territory": PersonKind.TERRITORY}
"""Acts that erase whoever they are about; `forget_person` says the kind itself."""


def erased_since(*, actor: Actor, since: datetime) -> list[Person]:
    """In the order in which they were, each once. Raises Refused as `traces`."""
    if refusal := may_read(actor):
        raise refusal
    acts = AuditEntry.objects.filter(verb__in=(*_OF, "forget_person"), at__gte=since).order_by("id")
    found = acts.values_list("verb", "subject", "subject_id")
    persons = [Person(_OF.get(verb) or PersonKind(subject), int(number)) for verb, subject, number in found]
    return list(dict.fromkeys(persons))
