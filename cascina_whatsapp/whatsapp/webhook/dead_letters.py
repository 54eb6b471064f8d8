"""Events that could not be dealt with, and wait for a person."""

from django.db import transaction

from .models import DeadLetter, WebhookPost


@transaction.atomic
def retry(dead_letter: DeadLetter) -> None:
    """Put an event back among the posts, to be processed at the next tick. It was received when it was received."""
    post = WebhookPost.objects.create(body=dead_letter.body)
    if dead_letter.received_at:
        WebhookPost.objects.filter(pk=post.pk).update(received_at=dead_letter.received_at)
    dead_letter.delete()
