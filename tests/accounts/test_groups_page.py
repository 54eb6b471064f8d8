"""What a group may do, as its page says it: in Italian, whoever wrote the permission."""

import pytest
from django.contrib.auth.models import Permission

from cascina_whatsapp.accounts.admin.groups import in_words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("codename", "words"),
    [
        ("view_campaign", "vedere messaggi"),
        ("change_user", "modificare account"),
        ("delete_closure", "eliminare chiusure"),
        ("submit_whatsapptemplate", "inviare a WhatsApp le cornici e aggiornarne lo stato"),
        ("launch_campaign", "approvare e avviare un messaggio"),
    ],
)
def test_a_right_is_told_in_italian(codename, words):
    assert in_words(Permission.objects.select_related("content_type").get(codename=codename)) == words
