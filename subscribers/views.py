"""The privacy notice, in all its versions, which anybody may read and every automatic text points to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from subscribers.texts.declared import fill

from . import texts
from .models import ServiceText

NOTICE = "privacy_notice"


def privacy_notice(request: HttpRequest, version: int | None = None) -> HttpResponse:
    """The notice in force (GDPR, art. 13), or the version that somebody once read, or is going to."""
    now = timezone.now()
    versions = texts.with_state(ServiceText.objects.filter(key=NOTICE), now)
    asked = ServiceText.objects.in_force(NOTICE, now).version if version is None else version
    notice = get_object_or_404(versions, version=asked)
    context = {
        "notice": notice,
        "body": fill(notice.body),
        "others": versions.exclude(pk=notice.pk).order_by("-version"),
        "State": texts.State,
    }
    return render(request, "privacy_notice.html", context)
