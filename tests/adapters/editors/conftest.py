from collections.abc import Iterator
from datetime import datetime

import pytest

from simulators.editor.web import EditorServer
from tests.factories import editors


@pytest.fixture
def server(now: datetime) -> Iterator[EditorServer]:
    """A simulated editor over plain HTTP, on this machine."""
    with editors.serving(editors.editor(now)) as one:
        yield one
