"""The keys of persons, after the master key was changed."""

from datetime import datetime

from sas.actor import Actor
from sas.errors import Refused
from sas.keyed import Renewal
from sas.rooms.journal.models import PersonKey
from sas.rooms.journal.rules.secrets import is_first, unwrapped, wrapped


def rewrap(*, actor: Actor, using: str, now: datetime) -> Renewal:
    """Wrap by the first of JOURNAL_PERSON_KEYS what others wrapped: the persons' keys themselves stay as they are.

    `using`: the connection of the tables' owner, as the application changes no row here: it could then neither add the
    row again nor keep it from somebody who is forgotten meanwhile. Raises Refused for anyone but the platform.
    """
    if not actor.is_platform:
        raise Refused("Les secrets sont renouvelés par la plateforme.")
    done = lost = 0
    held = PersonKey.objects.using(using)
    for person, master, kept in held.values_list("person", "master", "wrapped").iterator():
        if is_first(master):
            continue
        if (key := unwrapped(bytes(kept), master=master, person=person)) is None:
            lost += 1
            continue
        name, again = wrapped(key, person=person)
        done += held.filter(person=person, master=master).update(master=name, wrapped=again)
    return Renewal(done, lost)
