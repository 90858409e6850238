"""Whatever the code writes to the trail, those who read it are told it in French."""

import dataclasses

import pytest

from sas.rooms.accounts.operations import traced
from sas.rooms.directory.rules import EditorConnection, TerritoryDraft
from sas.rooms.participation.operations import telling
from sas.rooms.participation.rules import HouseSettings
from sas.web.administration.journal_words import ACTS, FIELDS, THINGS
from tests.house.verbs import used_verbs

pytestmark = pytest.mark.shows("F-233")


def test_every_verb_of_the_code_has_its_words_and_no_other_has() -> None:
    used, unread = used_verbs()
    assert unread == set()
    assert used == set(ACTS)


def test_two_acts_are_not_told_alike() -> None:
    for words in (ACTS, THINGS):
        assert len(set(words.values())) == len(words)


def test_the_fields_of_what_is_changed_have_their_words() -> None:
    drafts = (EditorConnection, TerritoryDraft, HouseSettings)
    named = {one.name for draft in drafts for one in dataclasses.fields(draft)}
    account = set(traced.COLUMNS) | {"territories", "structures", "delegated_professional_id", "delegated_structure_id"}
    settings = set(telling.told(dict.fromkeys(("via", "structure_id", "cpts_places", "has_software", "editors"))))
    assert (named | account | settings) - set(FIELDS) == set()
