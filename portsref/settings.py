"""Settings of the web application: plain Django, steered by the environment (docs/deploy.md).

Local, the default, answers on this machine only, over plain http, and makes its own secret key.
`PORTSREF_MODE=production` demands its secret and its host names and speaks https only.
"""

import os
from pathlib import Path

import dj_database_url
from django.utils.csp import CSP

from portsref.web.site.environment.data_folder import default_data_folder, local_secret_key
from portsref.web.site.environment.reading import read_environment

ENVIRONMENT = read_environment(os.environ)
PRODUCTION = ENVIRONMENT.production
CHECKOUT = Path(__file__).resolve().parent.parent
PACKAGED = Path(__file__).resolve().parent / "web" / "site" / "files"  # what setup.py puts there
BASE_DIR = PACKAGED if PACKAGED.is_dir() else CHECKOUT  # of templates, static files, translations
DATA_DIR = ENVIRONMENT.data or default_data_folder(CHECKOUT, installed=BASE_DIR is PACKAGED)

DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
SECRET_KEY = ENVIRONMENT.secret_key or local_secret_key(DATA_DIR)
# The catalogue and plans to look at, for operators; off unless somebody asks for it.
ADMIN = ENVIRONMENT.admin
# What Prometheus collects; off unless somebody asks for it, as others could read it too.
METRICS = ENVIRONMENT.metrics
# Keys that were used before: set while a new SECRET_KEY takes over.
SECRET_KEY_FALLBACKS = ENVIRONMENT.secret_key_fallbacks

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
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
    *(["portsref.web.site.metrics.count_requests"] if METRICS else []),
    "portsref.web.site.head.leave_out_bodies",
    "django.middleware.security.SecurityMiddleware",
    # Styles, scripts and pictures of ours need no policy: the page has it, and says it for them.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
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
            "builtins": [
                "portsref.web.shared.templatetags.joining",
                "portsref.web.shared.templatetags.numbers",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

THREADS = 4 + 2  # of a process, for pages and for files: serving/gunicorn_conf.py and worker.py
DATABASE_URL = ENVIRONMENT.database_url or f"sqlite:///{DATA_DIR / 'portsref.sqlite3'}"
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

# Below which path of its host the site stands: put before every address that it writes.
BASE_PATH = ENVIRONMENT.base_path
FORCE_SCRIPT_NAME = BASE_PATH or None
STATIC_URL = f"{BASE_PATH}/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing is uploaded
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Nothing names a file without its hash; compressing both takes twice the time of a first start.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no page of another site uses them

# A paste is at most 1 MiB, twice that once a browser has sent two characters for each line end; a
# plan document at most 256 KiB, three times that once a form has escaped it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024 + 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 501  # one more than are read, so that a page can say so
# With a file of rules, which may have 4 MiB. The proxy's limit is the same: docs/deploy.md.
LARGEST_REQUEST = 5 * 1024 * 1024
# What is uploaded may hold secrets: no byte of it is ever written to a disk.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = LARGEST_REQUEST
# What one request may take of a processor; whatever needs more than that is refused.
REQUEST_CPU_SECONDS = ENVIRONMENT.request_cpu_seconds
# How often one client may save: a revision can take 1 MiB. A machine of one's own needs no limit.
SAVE_LIMIT = ENVIRONMENT.save_limit
# How often one client may decide about rules or answer: whoever reviews does so rule by rule.
DECISION_LIMIT = ENVIRONMENT.decision_limit
# How often one client may begin a draft, of which each can take 0.1 MiB until it is forgotten.
DRAFT_LIMIT = ENVIRONMENT.draft_limit
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # the composer has a field for each option of each product

# Where a file of the repository is read and edited: pages that ask for corrections link to it.
REPOSITORY_FILES = ENVIRONMENT.repository_files

# Whom to tell about a weakness, as /.well-known/security.txt says; without any there is none.
SECURITY_CONTACT = ENVIRONMENT.security_contact

# Sites whose scripts may read all answers of the API; facts may be read by all.
API_ORIGINS = ENVIRONMENT.api_origins

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
CSRF_FAILURE_VIEW = "portsref.web.site.refusals.not_from_here"
CSRF_TRUSTED_ORIGINS = ENVIRONMENT.csrf_trusted_origins
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_PATH = SESSION_COOKIE_PATH = f"{BASE_PATH}/"

SECURE_SSL_REDIRECT = PRODUCTION and ENVIRONMENT.ssl_redirect
SECURE_REDIRECT_EXEMPT = [r"(^|/)(healthz|readyz|metrics)$"]  # probes come over http, from inside
SECURE_HSTS_SECONDS = ENVIRONMENT.hsts_seconds if PRODUCTION else 0
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
# Whoever can reach the application past the proxy could claim https, or to be somebody else: hence
# only on request.
TRUST_PROXY = ENVIRONMENT.trust_proxy
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # whether every subdomain speaks https is the domain owner's to say
    "security.W021",  # so is a place on the browsers' preload list
]

LOG_FORMAT = ENVIRONMENT.log_format
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
        "json": {"()": "portsref.web.site.serving.json_lines.JsonLines"},
    },
    "filters": {"view names": {"()": "portsref.web.site.view_names.ViewNames"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT},
        "nowhere": {"class": "logging.NullHandler"},  # without any, Python writes to stderr itself
    },
    "root": {"handlers": ["stderr"], "level": ENVIRONMENT.log_level.upper()},
    "loggers": {
        # Scanners send made-up hosts all day; an error mail or a stack trace for each helps nobody.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
        # It names the path, and that of a plan opens it; refusals.py says what helps.
        "django.security.csrf": {"level": "ERROR"},
        # A page that is not there is not news.
        "django.request": {"level": "ERROR", "filters": ["view names"]},
        "django": {"handlers": [], "propagate": True},
    },
}
