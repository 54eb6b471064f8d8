"""manage.py createsuperuser: Django's own, which is now recorded and told to the data-protection officer."""

from typing import Any

from django.contrib.auth.management.commands import createsuperuser
from django.contrib.auth.models import User
from django.utils import timezone

from cascina_whatsapp.accounts import people


class Command(createsuperuser.Command):
    """The only way to an account with all powers; no page makes one."""

    def handle(self, *args: Any, **options: Any) -> None:
        before = set(User.objects.filter(is_superuser=True).values_list("pk", flat=True))
        super().handle(*args, **options)
        for made in User.objects.filter(is_superuser=True).exclude(pk__in=before):
            people.note_superuser(made, now=timezone.now())
