"""What the walk over the access matrix puts into the addresses and forms of requests for help."""

from collections.abc import Callable
from typing import Any

from sas.rooms.assistance.models import AssistanceFile
from sas.rooms.assistance.rules.files import GivenFile
from tests.factories import assistance, attachments
from tests.web.regulation.scene import Scene


def request(scene: Scene) -> int:
    """One of the scene's territory about an account, with a file: the account managers' when there is one."""
    file = GivenFile("a.pdf", attachments.pdf())
    return assistance.asked(now=scene.now, territory_id=scene.territory, files=[file])


HOLES: dict[str, Callable[[Scene], object]] = {
    "assistance_id": request,
    "file_id": lambda _: AssistanceFile.objects.latest("id").id,
}
FORMS: dict[str, Callable[[Scene], dict[str, Any]]] = {
    "/aide/contact": lambda scene: assistance.form(territory=str(scene.territory)),
    "/administration/assistance/{assistance_id}": lambda _: {"text": "Voici."},
}
