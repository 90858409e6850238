"""Places that an editor alone knows stand beside those of the imports."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from sas.actor import Actor
from sas.rooms.directory.loaders import imports
from sas.rooms.directory.loaders.imports import Conduct
from sas.rooms.directory.models import Place
from tests.rooms.directory.test_imports import doctor, write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.shows("E18")
def test_a_place_that_an_editor_alone_knows_is_neither_closed_nor_adopted(tmp_path: Path, now: datetime) -> None:
    conduct = Conduct(actor=Actor.SYSTEM, now=now)
    imports.import_rpps(conduct, path=write(tmp_path, doctor(1), doctor(2)))
    told = Place.objects.get(professional__national_id="819900000001")
    told.pk, told.source, told.source_key, told.address = None, "editor", "editor:1:1:00", "99 quai Sud"
    told.save(force_insert=True)
    before = Place.objects.filter(id=told.pk).values_list().get()
    imports.import_rpps(
        replace(conduct, accept_many_closings=True), path=write(tmp_path, doctor(2), doctor(3, house="99"))
    )
    assert Place.objects.filter(id=told.pk).values_list().get() == before
    assert Place.objects.filter(source="rpps", closed_at__isnull=False).count() == 1
