"""The rights of a colleague, asked of the database once: what their groups grant, and what they were given alone."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AbstractBaseUser, Permission
from django.db.models import Q, QuerySet


class Rights(ModelBackend):
    """Django's own backend, which asks twice, with both questions in one."""

    def _get_user_permissions(self, user_obj: AbstractBaseUser) -> QuerySet[Permission]:
        return Permission.objects.none()

    def _get_group_permissions(self, user_obj: AbstractBaseUser) -> QuerySet[Permission]:
        return Permission.objects.filter(Q(group__user=user_obj) | Q(user=user_obj)).distinct()
