"""Meta and our own public address, as a healthy service finds them."""

import pytest
import responses

from .health import SITE, connected


@pytest.fixture
def meta(settings):
    settings.SITE_URL = SITE
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield connected(mock)
