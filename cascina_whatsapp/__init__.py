"""The project: the connection to Meta, the ground both apps stand on, the pages that know both. No rule is here."""

from .celery import app as celery_app

__all__ = ["celery_app"]
