"""The rules of broadcasts need no database."""

import pytest


@pytest.fixture(autouse=True)
def database():
    """None, but for a test that is marked."""
