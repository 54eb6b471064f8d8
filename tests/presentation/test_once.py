"""What several parts of a page ask is asked once a page, and of what is saved nothing is kept."""

from itertools import count

import pytest
from django.http import HttpResponse

from cascina_whatsapp.presentation.once import OnceAPage, once_a_page


@pytest.mark.parametrize(("method", "told"), [("GET", "1 1 2"), ("POST", "1 2 3")])
def test_it_is_asked_once_a_page_that_is_read(method, told, rf):
    numbers = count(1)
    ask = once_a_page(lambda what: next(numbers))
    page = OnceAPage(lambda request: HttpResponse(f"{ask('a')} {ask('a')} {ask('b')}"))
    assert page(rf.generic(method, "/")).content.decode() == told
    assert ask("a") > 2
