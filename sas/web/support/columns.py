"""One column of a record: read as it is stored, told in French, without a question to the database."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.admin import display
from django.db.models import Field, Model
from django.utils import timezone
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sas.web.support.records import RECORDS
from sas.web.support.words import WORDS

NOTHING = "–"
# Numbers that name a record of another room without a foreign key.
_PLAIN = {
    "asked_by_id": "accounts.user",
    "last_place_id": "directory.place",
    "place_id": "directory.place",
    "professional_id": "directory.professional",
    "seen_run": "directory.importrun",
    "structure_id": "directory.structure",
    "user_id": "accounts.user",
}
_READABLE = {record.label for record in RECORDS}


def column(field: "Field[Any, Any]", *, leads: bool = True) -> Callable[[Model], str]:
    """What the admin draws in a list and on a page for this field; without links of its own unless it `leads`."""
    target = _target(field)
    if not leads or target not in _READABLE:
        target = ""

    @display(description=WORDS[field.name], empty_value=NOTHING)
    def drawn(row: Model) -> str:
        value = getattr(row, field.name if field.many_to_many else field.attname)
        found = [one.pk for one in value.all()] if field.many_to_many else value
        return _told(field, found, target=target)

    # Not the field's own name: the admin would add its English help.
    drawn.__name__ = f"told_{field.name}"
    return drawn


def _told(field: "Field[Any, Any]", value: Any, *, target: str) -> str:
    if value is None or value in ("", [], {}):
        return NOTHING
    many = value if isinstance(value, list) else [value]
    return format_html_join(", ", "{}", ((_link(target, one) if target else _word(field, one),) for one in many))


def _word(field: "Field[Any, Any]", value: Any) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, indent=1)
    named = dict(getattr(field, "base_field", field).flatchoices)
    if value in named:
        return str(named[value])
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    if isinstance(value, int | float):
        return str(value)
    return str(localize(timezone.localtime(value) if isinstance(value, datetime) else value))


def _target(field: "Field[Any, Any]") -> str:
    return field.related_model._meta.label_lower if field.related_model else _PLAIN.get(field.name, "")


def _link(label: str, key: Any) -> SafeString:
    return format_html('<a href="/support/{}/{}">{}</a>', label, key, key)
