"""What a test does is undone when it ends: the things of many tests are made once."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def undone() -> Iterator[None]:
    """Whoever comes next finds the things as they were."""
    block = transaction.atomic()
    # As Django's own test cases mark theirs: operations, which are durable, may run inside.
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield
        transaction.set_rollback(True)
