"""Programs that come back a little later."""

from datetime import timedelta

import pytest

from cascina_whatsapp.web.public_site import shelf


@pytest.fixture
def later(monkeypatch):
    """Between two requests of a story more time passes than an answer is given without asking the database."""
    monkeypatch.setattr(shelf, "ASKED_EVERY", timedelta(0))
