from collections.abc import Iterator
from datetime import datetime

import pytest

from simulators.editor.web import EditorServer
from tests.factories import editors


@pytest.fixture(scope="module")
def server() -> Iterator[EditorServer]:
    """One simulated editor for all that is asked of it here; its clock stands at the `now` of the tests."""
    from tests.conftest import NOW

    with editors.serving(editors.editor(NOW)) as one:
        yield one


@pytest.fixture
def fresh(now: datetime) -> Iterator[EditorServer]:
    """One that nobody called yet."""
    with editors.serving(editors.editor(now)) as one:
        yield one
