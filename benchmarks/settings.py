"""The product's settings with one more page: the floor that the result page is compared with."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
