"""A town hall in full swing, for whoever walks through all pages."""

import pytest
from django.test import override_settings

from tests.pages import everything


@pytest.fixture(scope="module")
def town(of_the_module, tmp_path_factory):
    """Something behind every page, once for the module.

    A walk beside other tests takes longer than a colleague's word is trusted on the pages that ask again.
    """
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"), CONFIRM_MINUTES=24 * 60):
        everything()
        yield
