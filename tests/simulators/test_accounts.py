"""The accounts of the demonstration may be used at once: they have accepted the CGU that are published."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from sas.actor import Actor, Role
from sas.rooms.accounts import operations
from sas.rooms.accounts.models import TermsAcceptance, User
from tests.factories import care

pytestmark = pytest.mark.django_db(transaction=True)


def test_each_account_is_made_once_and_has_accepted_the_terms(now: datetime) -> None:
    place = care.doctor_place()
    care.published(place=place, owner=care.keeper(place), day=(now + timedelta(days=1)).date(), now=now)
    User.objects.all().delete()
    number = operations.publish_terms(actor=Actor.SYSTEM, text="Texte", now=now)
    for _ in range(2):
        said = StringIO()
        call_command("demo_accounts", stdout=said)
        assert said.getvalue().count("@sas.example") == 11
    assert {role for user in User.objects.all() for role in user.roles} == set(Role)
    accepted = TermsAcceptance.objects.filter(version_id=number).values_list("user_id", flat=True)
    assert set(accepted) == set(User.objects.values_list("id", flat=True))
