"""Settings of the web application: plain Django, steered by the environment (docs/deploy.md).

Local, the default, answers on this machine only, over plain http, and makes its own secret key.
`PORTSREF_MODE=production` demands its secret and its host names and speaks https only.
"""

import os
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from portsref.web.site.environment import (
    data_folder,
    flag,
    local_secret_key,
    names,
    rates,
    seconds,
)

SHORTEST_KEY = 50
FEWEST_CHARACTERS = 5  # different ones, as Django's own check has it
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = data_folder(BASE_DIR / "var")

MODE = os.environ.get("PORTSREF_MODE", "local")
if MODE not in {"local", "production"}:
    raise ImproperlyConfigured(f"PORTSREF_MODE is {MODE!r}: it must be local or production.")
PRODUCTION = MODE == "production"

DEBUG = flag("DEBUG")
ALLOWED_HOSTS = names("ALLOWED_HOSTS")
SECRET_KEY = os.environ.get("SECRET_KEY", "")
if PRODUCTION:
    if not SECRET_KEY:
        raise ImproperlyConfigured("SECRET_KEY must be set in production.")
    if len(SECRET_KEY) < SHORTEST_KEY or len(set(SECRET_KEY)) < FEWEST_CHARACTERS:
        raise ImproperlyConfigured(
            f"SECRET_KEY must have at least {SHORTEST_KEY} random characters in production. Make"
            " one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    if not ALLOWED_HOSTS:
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts that production answers to.")
    if DEBUG:
        raise ImproperlyConfigured("DEBUG must not be set in production.")
else:
    SECRET_KEY = SECRET_KEY or local_secret_key(DATA_DIR)
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
# The catalogue and plans to look at, for operators; off unless somebody asks for it.
ADMIN = flag("ADMIN")
# Keys that were used before: set while a new SECRET_KEY takes over.
SECRET_KEY_FALLBACKS = names("SECRET_KEY_FALLBACKS")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "portsref.web.site",
    "portsref.web.facts",
    "portsref.web.reference",
    "portsref.web.plans",
]

# Sessions, users and messages are for the admin alone: all three wait until something asks for
# them, so no other page sets a session cookie or varies by one.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # BREACH guesses a secret beside the attacker's text: CSRF tokens are masked anew each time, an
    # edit key stands on one page, which only a browser that keeps it gets, and Django pads
    # compressed pages at random.
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "portsref.web.site.body_size.refuse_large_bodies",  # before anything reads the body
    "portsref.web.site.cpu_budget.end_what_takes_too_long",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "portsref.urls"
WSGI_APPLICATION = "portsref.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "portsref.web.site.template_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["portsref.web.shared.templatetags.joining"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

THREADS = 4  # of a process that answers requests, as gunicorn.conf.py has it
DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'portsref.sqlite3'}"
DATABASES = {"default": dj_database_url.parse(DATABASE_URL)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Opening the file takes longer than reading a kept page.
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 5,
        # A transaction that starts by reading and then writes loses against another writer.
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;",
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # One connection for each thread that answers, one for probes, and one while one is replaced.
    options = DATABASES["default"].setdefault("OPTIONS", {})
    options["pool"] = {"min_size": 1, "max_size": 2 + THREADS, "timeout": 5}
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # the pool keeps connections, not Django

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
    "files": {  # of revisions, at most 2 MiB each
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "files",
        "OPTIONS": {"MAX_ENTRIES": 24},
    },
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing is uploaded
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Nothing names a file without its hash; compressing both takes twice the time of a first start.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# A plan document is at most 256 KiB, three times that once a form has escaped it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# With a file of rules, which may have 4 MiB. The proxy's limit is the same: docs/deploy.md.
LARGEST_REQUEST = 5 * 1024 * 1024
# What one request may take of a processor; whatever needs more than that is refused.
REQUEST_CPU_SECONDS = seconds("REQUEST_CPU_SECONDS", default=3)
# How often one client may save: a revision can take 1 MiB. A machine of one's own needs no limit.
SAVE_LIMIT = rates("SAVE_LIMIT", default="60/hour, 300/day" if PRODUCTION else "")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # the composer has a field for each option of each product

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = names("CSRF_TRUSTED_ORIGINS")
SESSION_COOKIE_HTTPONLY = True

SECURE_SSL_REDIRECT = PRODUCTION and flag("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # probes come over http, from inside
SECURE_HSTS_SECONDS = int(os.environ.get("SECURE_HSTS_SECONDS", "31536000")) if PRODUCTION else 0
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
# Whoever can reach the application past the proxy could claim https, or to be somebody else: hence
# only on request.
TRUST_PROXY = flag("TRUST_PROXY")
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # whether every subdomain speaks https is the domain owner's to say
    "security.W021",  # so is a place on the browsers' preload list
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("LOG_LEVEL", "WARNING").upper()},
    "loggers": {
        # Scanners send made-up hosts all day; an error mail or a stack trace for each helps nobody.
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
        "django.request": {"level": "ERROR"},  # a page that is not there is not news
        "django": {"handlers": [], "propagate": True},
    },
}
