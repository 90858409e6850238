"""The settings of the tests: the product's, on a throwaway database, with what slows tests removed."""

import os

os.environ.setdefault("SECRET_KEY", "tests-only")
os.environ.setdefault("DATABASE_URL", "postgresql://postgres@/postgres")
os.environ["DEMO"] = "1"
os.environ["PSC_ISSUER"] = os.environ["PSC_ORIGINS"] = os.environ["LIVE_URL"] = ""

from config.settings import *  # noqa: F403
from config.settings import DATABASES, STATIC_ROOT, STORAGES

DATABASES.pop("owner", None)
# An idle pooled connection would block the removal of the test database.
DATABASES["default"]["OPTIONS"].pop("pool", None)  # type: ignore[attr-defined]
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
# WhiteNoise warns of a missing folder, and warnings are errors here.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECURE_SSL_REDIRECT = False
# Accounts of tests are made at fixed instants and used by the real clock; tests of expiry say when passwords expire.
PASSWORD_MONTHS = 0
GEOCODER_URL = ""
HUB_URL = ""
LOGGING = {"version": 1, "disable_existing_loggers": False}
