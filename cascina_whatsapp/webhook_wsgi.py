# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The webhook in a process of its own: whatever is done to the site, Meta is answered.

It shares neither threads nor memory with the pages (docs/operations.md says how a proxy routes to both). `front` is
the same application for a server of ASGI, where no post that comes slowly takes a thread.
"""

import os

from django.core.wsgi import get_wsgi_application

from .security import own_memory
from .settings.checks import refuse_wrong_keys, refuse_wrong_settings

os.environ["DJANGO_SETTINGS_MODULE"] = (
    "cascina_whatsapp.settings.webhook_process"  # whatever the environment says
)
refuse_wrong_settings()
own_memory.hide()
application = get_wsgi_application()

from django.conf import settings  # noqa: E402  (settings must be loaded first)
from django.utils import timezone  # noqa: E402  (settings must be loaded first)

from .security.http.whole_bodies import WholeBodies  # noqa: E402
from .security.trail.settings_at_start import note_settings  # noqa: E402

THREADS = 4
"""As many as the site has: only one runs Python at a time."""
front = WholeBodies(application, threads=THREADS, most=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
refuse_wrong_keys(insist=False)
note_settings("webhook", timezone.now())
