from django import forms
from django.test.html import parse_html

from sas.web.kit.fields import HourSelect

CHOICES = [("", "Choisir une heure"), ("09:00", "09h00"), ("09:15", "09h15 & <après>")]


def test_a_list_of_hours_is_drawn_as_django_draws_it() -> None:
    for value in (None, "", "09:15", "autre"):
        for attrs in ({}, {"id": "id_start", "class": "fr-select", "disabled": True}):
            ours, theirs = (
                one(choices=CHOICES).render("start", value, attrs=attrs) for one in (HourSelect, forms.Select)
            )
            assert parse_html(ours) == parse_html(theirs), (value, attrs)
