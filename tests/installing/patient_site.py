"""The site, which waits for ever for who is slow: so a test proves that nobody else has to, on any machine.

Its /tabella is a table of 16 MB that a colleague takes away, without the page that asks who they are.
"""

from django.urls import path

from cascina_whatsapp.security.http import whole_bodies
from tests.patience import PROCESS

whole_bodies.SECONDS = PROCESS

from cascina_whatsapp.wsgi import front  # noqa: E402  (it reads the clock above)

from django.contrib.auth.models import User  # isort: skip  # noqa: E402  (the application is set up now)

from cascina_whatsapp.presentation.taking_away import take_away  # noqa: E402
from cascina_whatsapp.urls import urlpatterns  # noqa: E402


def table(request):
    """Answers as the trail's page does."""
    request.user, _ = User.objects.get_or_create(username="rosa")
    return take_away(request, name="tabella", about="tabella", data=[["x" * 80]] * 200_000)


urlpatterns.append(path("tabella", table))

__all__ = ["front"]
