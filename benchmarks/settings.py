"""The product's settings with one more page, the floor of the result page, and editors on the loopback."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
EDITOR_LOOPBACK = True
