"""The name of an account in the trail, which takes no number: some people use theirs as a user name."""

from django.contrib.auth.models import User

from cascina_whatsapp.security.logs import scrub


def looks_like_a_number(username: str) -> bool:
    """Tell whether the trail would refuse this user name."""
    return scrub(username) != username


def about(user: User) -> str:
    """The user name, or the account's id where the name is a telephone number."""
    return f"account {user.pk}" if looks_like_a_number(user.username) else user.username
