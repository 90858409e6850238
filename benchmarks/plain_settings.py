"""The product's settings, with static files named as they lie: a run that reads no style sheet gathers none."""

from config.settings import *  # noqa: F403
from config.settings import STATIC_ROOT, STORAGES

STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
