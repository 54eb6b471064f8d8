"""The site at the time of the journey: the web server starts processes of its own, which import this."""

from tests.journeys import shifted  # noqa: F401, I001  (before anything looks at the clock)
from cascina_whatsapp import wsgi

application, front = wsgi.application, getattr(wsgi, "front", None)
"""A released version has no front."""
