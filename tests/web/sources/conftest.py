"""The site, and the right to read it on this machine."""

import pytest

from .site import Site, serving


@pytest.fixture
def site(settings) -> Site:
    settings.SOURCES_ON_THIS_MACHINE = True
    with serving() as site:
        yield site
