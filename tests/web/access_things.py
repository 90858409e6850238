"""What the walk over the access matrix puts into addresses and forms, whichever room it comes from."""

from collections.abc import Callable
from typing import Any

from sas.rooms.journal.models import AuditEntry
from tests.factories import dashboards, extracts, training
from tests.factories import help as help_entries
from tests.web import access_assistance, access_scene
from tests.web.regulation.scene import Scene

HOLES: dict[str, Callable[[Scene], object]] = {
    **access_scene.HOLES,
    **access_assistance.HOLES,
    **dashboards.HOLES,
    **training.HOLES,
    "trace_number": lambda _: AuditEntry.objects.latest("id").id,
    "entry_id": lambda scene: help_entries.entry(now=scene.now),
    "extract_id": lambda s: extracts.ready(**extracts.of_visitor(s.visitor, s.territory, now=s.now)).id,
    "failed_id": lambda s: extracts.failed(**extracts.of_visitor(s.visitor, s.territory, now=s.now)).id,
}
FORMS: dict[str, Callable[[Scene], dict[str, Any]]] = {
    **access_scene.FORMS,
    **access_assistance.FORMS,
    **training.FORMS,
    "/administration/extractions": lambda scene: extracts.form(scene.visitor, scene.territory),
    "/administration/aide/nouvelle": lambda _: help_entries.form(theme="profil"),
    "/administration/aide/{entry_id}": lambda _: help_entries.form(seen="1"),
    "/administration/aide/{entry_id}/rang": lambda _: {"sens": "haut"},
}
