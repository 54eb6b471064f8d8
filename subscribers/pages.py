# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What anybody may read: the privacy notice that every automatic text points to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from .models import ServiceText
from .wording import fill


def privacy_notice(request: HttpRequest) -> HttpResponse:
    """The notice in force (GDPR, art. 13), with its version."""
    notice = ServiceText.objects.in_force("privacy_notice", timezone.now())
    return render(request, "privacy_notice.html", {"notice": notice, "body": fill(notice.body)})
