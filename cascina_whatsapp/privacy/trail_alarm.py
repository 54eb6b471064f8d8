# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The nightly verification of the trail, and who is told of it: the trail itself knows no notices."""

from datetime import datetime

from django.urls import reverse

from cascina_whatsapp.accounts.staff_notices.notifying import holders, tell
from cascina_whatsapp.security.trail import verification
from cascina_whatsapp.security.trail.models import TrailCheck
from subscribers.register import sealing


def verify(now: datetime) -> TrailCheck:
    """Verify trail and its seals; of what is wrong the operators get an e-mail, who reads the trail a notice."""
    found = verification.check(now, sealing.seals_of_trail())
    if not found.is_clean:
        tell(
            holders("trail.view_trailcheck"),
            subject="La verifica delle tracce ha trovato qualcosa",
            sentence="Le tracce di ciò che fa il personale non sono come erano state scritte: la pagina della "
            "verifica dice dove.",
            page=reverse("admin:trail_trailcheck_change", args=[found.pk]),
            by_email=False,
        )
    return found
