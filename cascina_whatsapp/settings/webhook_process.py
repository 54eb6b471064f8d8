"""Settings of the webhook's own process: those of the service, without what only pages need.

`webhook_wsgi` chooses them. Database, secrets, logging and time zone are the service's: nothing is configured twice.
"""

from cascina_whatsapp import settings as service

from . import *  # noqa: F403

PAGES_ONLY = {
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "import_export",
    "whitenoise.runserver_nostatic",
}
INSTALLED_APPS = [app for app in service.INSTALLED_APPS if app not in PAGES_ONLY]
"""The apps without the pages: what is left has tables that ours point to."""
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "cascina_whatsapp.security.http.large_bodies.LargeBodies",
]
"""The first insists on HTTPS. Meta needs no session, no account, no policy for pages, no token against forgeries."""
ROOT_URLCONF = "cascina_whatsapp.operations.webhook_urls"
WSGI_APPLICATION = "cascina_whatsapp.webhook_wsgi.application"
TEMPLATES = []
