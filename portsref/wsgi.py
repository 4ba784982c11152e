"""The WSGI application that gunicorn serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from portsref.web.site.base_path import below

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portsref.settings")

application = below(settings.BASE_PATH, get_wsgi_application())
