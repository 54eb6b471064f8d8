"""The approver of these stories, with templates in order and one subscriber."""

import pytest

from tests.builders import approve_templates, hire, subscribe
from tests.people import ANNA, PAOLO


@pytest.fixture
def paolo():
    approve_templates()
    subscribe(ANNA)
    return hire(PAOLO)
