"""Settings under test: a made-up secret, plain file names, nothing written to the data folder."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ["PORTSREF_DATA"] = tempfile.mkdtemp(prefix="portsref-tests-")
atexit.register(shutil.rmtree, os.environ["PORTSREF_DATA"], ignore_errors=True)
os.environ["PORTSREF_MODE"] = "local"
os.environ["ADMIN"] = "1"
os.environ.pop("PORTSREF_CATALOGUE", None)

from portsref.settings import *  # noqa: E402, F403 - the environment above must stand first
from portsref.settings import LOCALE_PATHS  # noqa: E402
from portsref.web.site.message_files import compile_messages  # noqa: E402

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# pytest-django's live server finds files by their plain names only.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; no real passwords

compile_messages(LOCALE_PATHS)  # pages in Chinese are tested as they are served
