"""The site, which waits for ever for who is slow: so a test proves that nobody else has to, on any machine."""

from cascina_whatsapp.security.http import whole_bodies
from tests.patience import PROCESS

whole_bodies.SECONDS = PROCESS

from cascina_whatsapp.wsgi import front  # noqa: E402  (it reads the clock above)

__all__ = ["front"]
