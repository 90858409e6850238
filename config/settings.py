"""Settings, one file. Everything that differs between hosts comes from the environment (.env.example lists it)."""

import os
import sys
from pathlib import Path

import environ
from jinja2 import StrictUndefined

from config.databases import database
from sas.bounded import Bounded

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")


def _required(name: str, why: str) -> str:
    value = env.str(name, default="")
    if not value:
        sys.exit(f"{name} is not set: {why}. See .env.example.")
    return str(value)


DEMO = env.bool("DEMO", default=False)
# « Bac à sable »: invented people, made anew each night; nothing of it may touch what is real (ADR 44).
PRACTICE = env.bool("PRACTICE", default=False)
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = _required("SECRET_KEY", "sessions and forms are signed with it")
# The keys that it replaces: what they made is still found and opened, until `sas rotate-secrets` and a session later.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
JOURNAL_KEYS = env.list("JOURNAL_KEYS", default=[SECRET_KEY, *SECRET_KEY_FALLBACKS])
JOURNAL_PERSON_KEYS = env.list("JOURNAL_PERSON_KEYS", default=[SECRET_KEY, *SECRET_KEY_FALLBACKS])
JOURNAL_RETENTION_DAYS = env.int("JOURNAL_RETENTION_DAYS", default=1096)
PUBLIC_URL = env.str("PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", PUBLIC_URL.split("//")[-1].split(":")[0]])

# Where the processes of this host count what they do (sas.metrics); its library reads the place in the environment.
if METRICS_FOLDER := env.str("METRICS_FOLDER", default=""):
    Path(METRICS_FOLDER).mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = METRICS_FOLDER

# Where OpenTelemetry's traces go (sas.traces), an address of OTLP over HTTP, and how many of a hundred; empty: none.
TRACES_URL = env.str("TRACES_URL", default="")
TRACES_PERCENT = env.int("TRACES_PERCENT", default=100)
if (TRACES_URL and not TRACES_URL.startswith(("http://", "https://"))) or not 1 <= TRACES_PERCENT <= 100:
    sys.exit("TRACES_URL is http(s)://…/v1/traces, TRACES_PERCENT 1 to 100. See .env.example.")

DATABASES = {"default": database(_required("DATABASE_URL", "the application's database, role sas_app"))}
# The web server keeps its connections (three to four times the requests per second); commands open one and leave.
if pool_size := env.int("DATABASE_POOL", default=0):
    # After a failover each page that waits tries anew, rather than after the pauses of the pool, which double.
    _pool = {"min_size": 1, "max_size": pool_size, "timeout": 5, "reconnect_timeout": 2}
    DATABASES["default"]["OPTIONS"]["pool"] = _pool  # type: ignore[index]
# Only `sas upgrade` uses the owner of the tables; web, worker and the other commands never do.
if owner_url := env.str("DATABASE_OWNER_URL", default=""):
    DATABASES["owner"] = database(owner_url) | {"TEST": {"MIRROR": "default"}}
# What listens to notifications goes past a pooler of transactions (ADR 56).
if direct_url := env.str("DATABASE_DIRECT_URL", default=""):
    DATABASES["direct"] = database(direct_url) | {"TEST": {"MIRROR": "default"}}
# Searches read a standby that lags by so many seconds at most. Waiting for it is bounded, which the pool's class does.
DATABASE_REPLICA_SECONDS = env.int("DATABASE_REPLICA_SECONDS", default=5)
if replica_url := env.str("DATABASE_REPLICA_URL", default=""):
    _replica = {"min_size": 0, "max_size": pool_size or 1, "timeout": 2, "reconnect_timeout": 1}
    DATABASES["replica"] = database(replica_url) | {"TEST": {"MIRROR": "default"}}
    DATABASES["replica"]["OPTIONS"]["pool"] = _replica | {"connection_class": Bounded}  # type: ignore[index]
# Seconds within which a standby must hold an orientation before it is told; 0: none is waited for.
ORIENTATION_STANDBY_SECONDS = env.int("ORIENTATION_STANDBY_SECONDS", default=0)
if not (1 <= DATABASE_REPLICA_SECONDS <= 60 and 0 <= ORIENTATION_STANDBY_SECONDS <= 20):
    sys.exit("DATABASE_REPLICA_SECONDS is 1 to 60, ORIENTATION_STANDBY_SECONDS 0 to 20. See .env.example.")

ROOMS = [
    "journal",
    "outbox",
    "texts",
    "usage",
    "help",
    "training",
    "directory",
    "exchanges",
    "accounts",
    "assistance",
    "participation",
    "calendars",
    "availability",
    "editors",
    "offer",
    "orientation",
    "indicators",
    "piloting",
    "digests",
    "protection",
    "extracts",
]
PORCHES = ["kit", "public", "regulation", "calendar", "administration", "support", "api"]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "widget_tweaks",
    # Before django.forms: the first template of a widget found is the one drawn.
    "dsfr",
    "django.forms",
    "django_htmx",
    "js_lib_leaflet",
    "csp",
    "procrastinate.contrib.django",
    *(f"sas.rooms.{room}" for room in ROOMS),
    *(f"sas.web.{porch}" for porch in PORCHES),
    "sas.web.support.django_admin.DjangoAdmin",
    "sas.worker",
    *(["simulators.population", "simulators.accounts"] if DEMO or PRACTICE else []),
]
# Support reads through Django's administration, which brings no table (ADR 27).
MIGRATION_MODULES = {"admin": None}
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS: list[str] = []
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
SESSION_ENGINE = "sas.web.kit.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
# How long a session lasts in all, and how long without anybody using it (ADR 57).
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", default=12) * 3600
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_MINUTES", default=120) * 60
if not 0 < SESSION_IDLE_SECONDS <= SESSION_COOKIE_AGE:
    sys.exit("SESSION_IDLE_MINUTES is 1 or more, and no longer than SESSION_HOURS. See .env.example.")
# A password must be changed after so many months, and its mail comes after so many; 0: never.
PASSWORD_MONTHS = env.int("PASSWORD_MONTHS", default=4)
PASSWORD_REMINDER_MONTHS = env.int("PASSWORD_REMINDER_MONTHS", default=3)
if 0 < PASSWORD_MONTHS <= PASSWORD_REMINDER_MONTHS:
    sys.exit("PASSWORD_REMINDER_MONTHS must be less than PASSWORD_MONTHS. See .env.example.")
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "sas.web.kit.failures.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = PUBLIC_URL.startswith("https://")
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
# Whatever looks after this process asks it without a proxy.
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 31_536_000 if PUBLIC_URL.startswith("https://") else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# The address searched stands in the query string: other hosts get no Referer path, ever. `no-referrer` would also
# blank the Origin header that CSRF checks rely on.
SECURE_REFERRER_POLICY = "strict-origin"
X_FRAME_OPTIONS = "DENY"

MIDDLEWARE = [
    "sas.web.kit.tracing.trace",
    "sas.web.kit.measuring.measure",
    "sas.web.kit.middleware.request_context",
    "sas.web.kit.cookies.prefix_cookies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "sas.web.kit.middleware.stand_aside",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "sas.web.kit.middleware.identify",
    "sas.web.kit.middleware.read_texts",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sas.web.kit.middleware.explain_failures",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "sas.web.kit.context.site",
            ],
            "builtins": ["sas.web.kit.templatetags.kit"],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "undefined": StrictUndefined,
            "trim_blocks": True,
            "extensions": ["sas.web.kit.compiled.Unindented"],
        },
    },
]
FORM_RENDERER = "sas.web.kit.drawing.Drawing"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Pro Santé Connect. Its pages answer our forms by a redirect: browsers hold that to form-action too.
PSC_ISSUER = env.str("PSC_ISSUER", default="").rstrip("/")
PSC_CLIENT_ID = env.str("PSC_CLIENT_ID", default="")
PSC_CLIENT_SECRET = env.str("PSC_CLIENT_SECRET", default="")
PSC_ORIGINS = env.list("PSC_ORIGINS", default=["/".join(PSC_ISSUER.split("/")[:3])] if PSC_ISSUER else [])
if PSC_ISSUER and not (PSC_CLIENT_ID and PSC_CLIENT_SECRET):
    sys.exit("PSC_ISSUER is set without PSC_CLIENT_ID and PSC_CLIENT_SECRET. See .env.example.")

# The Hub Santé, which carries our messages to the regulation's software (INT_L02). Empty: none is made.
HUB_URL = env.str("HUB_URL", default="")
HUB_CLIENT_ID = env.str("HUB_CLIENT_ID", default="")
HUB_CERTIFICATE = env.str("HUB_CERTIFICATE", default="")
HUB_KEY = env.str("HUB_KEY", default="")
HUB_CA = env.str("HUB_CA", default="")
HUB_EXCHANGE = env.str("HUB_EXCHANGE", default="hubsante")
HUB_REGULATOR = env.bool("HUB_REGULATOR", default=True)
HUB_TIMEOUT = env.int("HUB_TIMEOUT", default=5)
HUB_MESSAGE_HOURS = env.int("HUB_MESSAGE_HOURS", default=24)
if HUB_URL and not all((HUB_URL.startswith("amqps://"), HUB_CLIENT_ID, HUB_CERTIFICATE, HUB_KEY, HUB_CA)):
    sys.exit("HUB_URL is amqps://… and needs HUB_CLIENT_ID, HUB_CERTIFICATE, HUB_KEY and HUB_CA. See .env.example.")
if not (1 <= HUB_TIMEOUT <= 10 and 1 <= HUB_MESSAGE_HOURS <= 168):
    sys.exit("HUB_TIMEOUT is 1 to 10 seconds, HUB_MESSAGE_HOURS 1 to 168 hours. See .env.example.")

# Which of the three environments of the guide this is: an editor is called at its address for this one, or not at all.
ENVIRONMENT = env.str("ENVIRONMENT", default="test")
if ENVIRONMENT not in {"test", "preproduction", "production"}:
    sys.exit("ENVIRONMENT is test, preproduction or production. See .env.example.")
if DEMO and ENVIRONMENT != "test":
    sys.exit("A demonstration calls no editor of another environment: DEMO needs ENVIRONMENT=test.")

# Scheduling software (FHIR): our certificate towards editors, and the authorities that sign theirs. PEM files.
EDITOR_CLIENT_CERT = env.str("EDITOR_CLIENT_CERT", default="")
EDITOR_CLIENT_KEY = env.str("EDITOR_CLIENT_KEY", default="")
EDITOR_CA_BUNDLE = env.str("EDITOR_CA_BUNDLE", default="")
EDITOR_CRL = env.str("EDITOR_CRL", default="")
if EDITOR_CLIENT_CERT and not (EDITOR_CLIENT_KEY and EDITOR_CA_BUNDLE):
    sys.exit("EDITOR_CLIENT_CERT needs EDITOR_CLIENT_KEY and EDITOR_CA_BUNDLE. See .env.example.")
# Editors are reached by https only; a demonstration may have some on its own machine, by plain HTTP.
EDITOR_LOOPBACK = env.bool("EDITOR_LOOPBACK", default=False) and DEMO

# The delegated login of regulators at editors (INT_SSO): signs with the first key, publishes both. Empty: no login.
SSO_KEY = env.str("SSO_KEY", default="")
SSO_OTHER_KEY = env.str("SSO_OTHER_KEY", default="")

# Programs that call us by FHIR with a certificate: our proxy verifies it, and proves by this secret that it did.
FHIR_PROXY_SECRET = env.str("FHIR_PROXY_SECRET", default="")
# While the proxies are given another one, both are believed.
FHIR_PROXY_OTHER_SECRET = env.str("FHIR_PROXY_OTHER_SECRET", default="")
if any(one and len(one) < 32 for one in (FHIR_PROXY_SECRET, FHIR_PROXY_OTHER_SECRET)):
    sys.exit("FHIR_PROXY_SECRET and FHIR_PROXY_OTHER_SECRET have 32 characters or more. See .env.example.")

# Tiles of the map of results, {z}, {x} and {y} in their address; without one it is drawn from the shipped outlines.
MAP_TILES_URL = env.str("MAP_TILES_URL", default="")
MAP_TILES_ATTRIBUTION = env.str("MAP_TILES_ATTRIBUTION", default="")
if MAP_TILES_URL and not MAP_TILES_ATTRIBUTION:
    sys.exit("MAP_TILES_URL is set without MAP_TILES_ATTRIBUTION. See .env.example.")
MAP_TILES_ORIGINS = ["/".join(MAP_TILES_URL.split("/")[:3])] if MAP_TILES_URL else []

# Sites whose videos administrators may link to from the training space; none is shown inside our pages.
TRAINING_VIDEO_HOSTS = env.list("TRAINING_VIDEO_HOSTS", default=[])

# Where the stream of changes is (config/events.py); without it, result pages ask from time to time.
LIVE_URL = env.str("LIVE_URL", default="")
LIVE_ORIGINS = ["/".join(LIVE_URL.split("/")[:3])] if LIVE_URL else []

_SELF = ["'self'"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": _SELF,
        "style-src": _SELF,
        "img-src": [*_SELF, "data:", *MAP_TILES_ORIGINS],
        "font-src": _SELF,
        "media-src": _SELF,
        "connect-src": [*_SELF, *LIVE_ORIGINS],
        "form-action": [*_SELF, *PSC_ORIGINS],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": _SELF,
    }
}

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "var/static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "sas.web.kit.assets.NamedOnce"},
}
# The manifest storage rewrites the style sheet: an integrity hash of the original would make browsers drop it.
DSFR_USE_INTEGRITY_CHECKSUMS = False
DSFR_MARK_OPTIONAL_FIELDS = True

# The State's brand (Marianne, RF block) is reserved to State services; other hosts use the neutral theme.
SITE_BRAND = env.str("SITE_BRAND", default="etat")
if SITE_BRAND not in {"etat", "neutre"}:
    sys.exit("SITE_BRAND must be 'etat' or 'neutre'. See .env.example.")
# Who answers for this installation, as the legal notice and the pages about data name them.
PUBLISHER = env.str("PUBLISHER", default="")
PUBLISHER_ADDRESS = env.str("PUBLISHER_ADDRESS", default="")
PUBLICATION_DIRECTOR = env.str("PUBLICATION_DIRECTOR", default="")
HOSTED_BY = env.str("HOSTED_BY", default="")
HOST_ADDRESS = env.str("HOST_ADDRESS", default="")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")
DATA_PROTECTION_EMAIL = env.str("DATA_PROTECTION_EMAIL", default="")
# While this file is there, every page answers that the platform is under maintenance (`sas maintenance`).
MAINTENANCE_FILE = Path(env.str("MAINTENANCE_FILE", default=str(BASE_DIR / "var/maintenance")))
RESULTS_PER_PAGE = env.int("RESULTS_PER_PAGE", default=10)
UNAVAILABILITY_PERIODS = env.int("UNAVAILABILITY_PERIODS", default=3)
# An orientation of which nobody said whether the patient came counts as honoured so many days after its end.
AVENANT9_HONOURED_AFTER_DAYS = env.int("AVENANT9_HONOURED_AFTER_DAYS", default=7)

EMAIL_HOST = env.str("EMAIL_HOST", default="127.0.0.1")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10
# What practice would send is thrown away, or caught on this machine (MAILBOX_URL).
if PRACTICE and not env.str("MAILBOX_URL", default=""):
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="SAS <nepasrepondre@sas.example>")
MAILBOX_URL = env.str("MAILBOX_URL", default="")
# The pages of the demonstration's editors, by name.
EDITOR_PAGES = env.dict("EDITOR_PAGES", default={})
GEOCODER_URL = env.str("GEOCODER_URL", default="").rstrip("/")
# ClamAV's daemon, which looks at files joined to requests for help: tcp://host:port or unix:///path. Empty: none does.
CLAMD_URL = env.str("CLAMD_URL", default="")
CLAMD_TIMEOUT = env.int("CLAMD_TIMEOUT", default=10)
if CLAMD_URL and not CLAMD_URL.startswith(("tcp://", "unix:///")):
    sys.exit("CLAMD_URL is tcp://host:port or unix:///path. See .env.example.")
# Requests for help go so many months after they were closed, and what was joined to them so many days after.
ASSISTANCE_MONTHS = env.int("ASSISTANCE_MONTHS", default=12)
ASSISTANCE_FILE_DAYS = env.int("ASSISTANCE_FILE_DAYS", default=30)
if ASSISTANCE_MONTHS < 1 or ASSISTANCE_FILE_DAYS < 0:
    sys.exit("ASSISTANCE_MONTHS is 1 or more, ASSISTANCE_FILE_DAYS 0 or more. See .env.example.")
# Events of use (docs/usage.md) go after so many days; the counts of each day stay.
USAGE_EVENT_DAYS = env.int("USAGE_EVENT_DAYS", default=400)
if USAGE_EVENT_DAYS < 7:
    sys.exit("USAGE_EVENT_DAYS is 7 or more: days are counted before their events go. See .env.example.")
# Extracts: the folder where worker and pages find their files, how long a link lasts, how many lines one may have.
EXTRACTS_FOLDER = Path(env.str("EXTRACTS_FOLDER", default=str(BASE_DIR / "var/extracts")))
EXTRACTS_LINK_HOURS = env.int("EXTRACTS_LINK_HOURS", default=24)
EXTRACTS_MOST_ROWS = env.int("EXTRACTS_MOST_ROWS", default=5_000_000)
# Those sent by themselves each month (names of datasets), and where: sftp://user@host:port/folder or file:///folder.
EXTRACTS_MONTHLY = env.list("EXTRACTS_MONTHLY", default=[])
EXTRACTS_MONTHLY_FORMAT = env.str("EXTRACTS_MONTHLY_FORMAT", default="csv")
EXTRACTS_MONTHLY_TO = env.str("EXTRACTS_MONTHLY_TO", default="")
EXTRACTS_SFTP_KEY = env.str("EXTRACTS_SFTP_KEY", default="")
EXTRACTS_SFTP_HOST_KEY = env.str("EXTRACTS_SFTP_HOST_KEY", default="")
if not (1 <= EXTRACTS_LINK_HOURS <= 168 and EXTRACTS_MOST_ROWS >= 1):
    sys.exit("EXTRACTS_LINK_HOURS is 1 to 168, EXTRACTS_MOST_ROWS 1 or more. See .env.example.")
if EXTRACTS_MONTHLY and not EXTRACTS_MONTHLY_TO.startswith(("sftp://", "file:///")):
    sys.exit("EXTRACTS_MONTHLY needs EXTRACTS_MONTHLY_TO, sftp://user@host/folder or file:///folder. See .env.example.")
if EXTRACTS_MONTHLY_TO.startswith("sftp://") and not (EXTRACTS_SFTP_KEY and EXTRACTS_SFTP_HOST_KEY):
    sys.exit("EXTRACTS_MONTHLY_TO by sftp needs EXTRACTS_SFTP_KEY and EXTRACTS_SFTP_HOST_KEY. See .env.example.")
# Private calendars are read on the public Internet only; a demonstration may have one on its own machine.
CALENDAR_LOOPBACK = env.bool("CALENDAR_LOOPBACK", default=False) and DEMO

# Around each job: its number in the log, its time in the counts. Its counters find their folder above.
from sas.worker.carrying import counted  # noqa: E402

PROCRASTINATE_WORKER_DEFAULTS = {"worker_middleware": [counted]}

if PRACTICE:
    _partners = (HUB_URL, EDITOR_CLIENT_CERT, PSC_ISSUER, SSO_KEY, FHIR_PROXY_SECRET)
    _is_caught = EMAIL_HOST in {"127.0.0.1", "localhost", "::1"} and EMAIL_PORT != 25
    _is_asked_here = GEOCODER_URL.startswith("http://127.0.0.1:")
    for _is_wrong, _why in (
        (DEMO, "PRACTICE and DEMO are two things"),
        (ENVIRONMENT != "test", "PRACTICE needs ENVIRONMENT=test: editors of another environment are never called"),
        (not str(DATABASES["default"]["NAME"]).endswith("_entrainement"), "PRACTICE needs a database *_entrainement"),
        (EXTRACTS_MONTHLY, "PRACTICE sends no monthly file: its people are invented"),
        (any(_partners), "PRACTICE has no Hub, no editor, no Pro Santé Connect, no program that calls"),
        (MAILBOX_URL and not _is_caught, "PRACTICE sends mails to a catcher of this machine (not port 25), or nowhere"),
        (GEOCODER_URL and not _is_asked_here, "PRACTICE asks addresses of this machine only: they are invented"),
    ):
        if _is_wrong:
            sys.exit(f"{_why}. What is emptied each night stays away from what is real: see .env.example.")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_query_string": {"()": "sas.web.kit.logs.NoQueryString"}},
    "formatters": {"json": {"()": "sas.web.kit.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["no_query_string"]}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    # httpx logs the whole address asked, which holds the patient's address.
    "loggers": {"httpx": {"level": "WARNING"}, "httpcore": {"level": "WARNING"}, "procrastinate": {"level": "WARNING"}},
}
