"""The civil protection's office at the address that the settings name, and colleagues who hear of it."""

import pytest
from django.contrib.auth.models import User

from tests.builders import hire
from tests.people import GIULIA, PAOLO
from tests.web.sources.site import serving

from .office import STORMS, Office, wants


@pytest.fixture
def office(settings, db):
    """It has published nothing yet; ours wants to hear of thunderstorms."""
    settings.SOURCES_ON_THIS_MACHINE = True
    for clerk in (GIULIA, PAOLO):
        User.objects.filter(pk=hire(clerk).pk).update(email=f"{clerk.username}@comune.example")
    wants(**STORMS)
    with serving(Office) as office:
        settings.BULLETINS_URL = office.list
        yield office
