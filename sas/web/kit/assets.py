"""Addresses of static files."""

from functools import cache

from whitenoise.storage import CompressedManifestStaticFilesStorage


class NamedOnce(CompressedManifestStaticFilesStorage):
    """The address of a file holds its content's digest and never changes while the process lives: built once.

    A result page prints fourteen of them.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.url = cache(super().url)
