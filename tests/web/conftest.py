"""Readers and programs that come back a little later."""

import pytest

from cascina_whatsapp.web.public_site import page_cache


@pytest.fixture
def later(monkeypatch):
    """Between two requests of a story more time passes than an answer is given without asking the database."""
    monkeypatch.setattr(page_cache, "ASKED_EVERY", 0)
