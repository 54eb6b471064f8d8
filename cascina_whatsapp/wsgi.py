"""The site. `front` is what the web server runs: `application`, where nobody who is slow takes a thread."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

from .security import core_dumps_off
from .security.http.request_clock import RequestClock
from .settings.checks import refuse_wrong_keys, refuse_wrong_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cascina_whatsapp.settings")
refuse_wrong_settings()
core_dumps_off.hide()
application = RequestClock(get_wsgi_application())

from django.conf import settings  # noqa: E402  (settings must be loaded first)
from django.utils import timezone  # noqa: E402

from .security.http.whole_bodies import WholeBodies  # noqa: E402
from .security.trail.settings_at_start import note_settings  # noqa: E402

import_module(settings.ROOT_URLCONF)  # all pages, before the first request
front = WholeBodies(application)
refuse_wrong_keys(insist=False)
note_settings("web", timezone.now())
