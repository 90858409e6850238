"""Browsers that are already signed in."""

from django.test import Client

from sas.actor import Actor
from sas.rooms.accounts.models import User
from sas.rooms.accounts.queries import stamp_of


def browser(actor: Actor) -> Client:
    """A Django client signed in as this actor."""
    client = Client()
    session = client.session
    session["user_id"] = actor.user_id
    session["password_stamp"] = stamp_of(User.objects.get(id=actor.user_id).password)
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    return client
