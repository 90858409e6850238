"""The settings of the tests: the product's, on a throwaway database, with what slows tests removed."""

import os
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "tests-only")
os.environ.setdefault("DATABASE_URL", "postgresql://postgres@/postgres")
os.environ["DEMO"] = "1"
os.environ["PSC_ISSUER"] = os.environ["PSC_ORIGINS"] = os.environ["LIVE_URL"] = ""

from joserfc.jwk import ECKey

from config.settings import *  # noqa: F403
from config.settings import BASE_DIR, DATABASES, STATIC_ROOT, STORAGES

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
EXTRACTS_FOLDER = BASE_DIR / "var/tests-extracts"
HUB_URL = ""
# Editors of the tests are simulators of this machine; tests of production's rule say so.
EDITOR_LOOPBACK = True
EDITOR_CLIENT_CERT = EDITOR_CLIENT_KEY = EDITOR_CA_BUNDLE = SSO_OTHER_KEY = ""
SSO_KEY = str(BASE_DIR / "var/tests-sso.pem")
if not Path(SSO_KEY).exists():
    made = Path(f"{SSO_KEY}.{os.getpid()}")
    made.write_bytes(ECKey.generate_key("P-256").as_pem(private=True))
    made.rename(SSO_KEY)
LOGGING = {"version": 1, "disable_existing_loggers": False}
