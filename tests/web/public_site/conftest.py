"""Readers who come back a little later."""

import pytest

from cascina_whatsapp.web.public_site import page_cache


@pytest.fixture
def later(monkeypatch):
    """Between two requests of a story more time passes than a page is shown without asking."""
    monkeypatch.setattr(page_cache, "ASKED_EVERY", 0)
