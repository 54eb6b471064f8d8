"""The webhook in a process of its own: whatever is done to the site, Meta is answered.

It shares neither threads nor memory with the pages (docs/operations.md says how a proxy routes to both). `front` is
what the web server runs, as in `wsgi`.
"""

import os

from django.core.wsgi import get_wsgi_application

from .security import core_dumps_off
from .security.http.request_clock import RequestClock
from .settings.checks import refuse_wrong_keys, refuse_wrong_settings

os.environ["DJANGO_SETTINGS_MODULE"] = (
    "cascina_whatsapp.settings.webhook_process"  # whatever the environment says
)
refuse_wrong_settings()
core_dumps_off.hide()
application = RequestClock(get_wsgi_application())

from django.utils import timezone  # noqa: E402  (settings must be loaded first)

from .security.http.whole_bodies import WholeBodies  # noqa: E402
from .security.trail.settings_at_start import note_settings  # noqa: E402

front = WholeBodies(application)
refuse_wrong_keys(insist=False)
note_settings("webhook", timezone.now())
