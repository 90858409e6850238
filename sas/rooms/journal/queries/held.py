"""What the trail holds on an account."""

from collections.abc import Iterator

from django.db.models import Q

from sas.actor import Actor
from sas.held import Held, Row, held
from sas.rooms.journal.enums import PersonKind
from sas.rooms.journal.models import AuditEntry
from sas.rooms.journal.queries.keys import kept_key
from sas.rooms.journal.rules import Person
from sas.rooms.journal.rules.secrets import opened

_ACT = ("at", "verb", "subject", "subject_id", "details", "network")


def held_on_oneself(*, actor: Actor) -> Iterator[Held]:
    """The acts of the actor, those of others on the account (when and what, not whose), and what they changed."""
    me = actor.user_id or 0
    entries = AuditEntry.objects.order_by("at", "id")
    yield held("acts", entries.filter(user_id=me), *_ACT)
    on_account = entries.filter(subject="user", subject_id=str(me))
    yield held("acts_of_others", on_account.exclude(user_id=me), "at", "verb", "details")
    of_account = Q(subject="user", subject_id=str(me)) | Q(about=str(Person(PersonKind.USER, me)))
    changed = entries.filter(of_account).exclude(before={}, after={})
    yield Held("changes", _in_clear(held("changes", changed, "at", "verb", "before", "after"), me))


def _in_clear(changes: Held, me: int) -> Iterator[Row]:
    """By the key of the actor: what the trail keeps of somebody else in the same entry stays closed."""
    key = kept_key(str(Person(PersonKind.USER, me)))
    for one in changes.rows:
        yield {name: opened(value, key=key) if isinstance(value, dict) else value for name, value in one.items()}
