"""Readers who come back a little later."""

from datetime import timedelta

import pytest

from cascina_whatsapp.web.public_site import shelf


@pytest.fixture
def later(monkeypatch):
    """Between two requests of a story more time passes than a page is shown without asking."""
    monkeypatch.setattr(shelf, "ASKED_EVERY", timedelta(0))
