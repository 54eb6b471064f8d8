"""Templates that nothing needs any more are deleted at Meta: an account may have 250 (Meta, template limits)."""

import logging
from datetime import datetime, timedelta

from django.db.models import Q

from broadcasts.models import WhatsAppTemplate
from broadcasts.rules.states import CAMPAIGN_OVER
from broadcasts.rules.template_states import SUBMITTING
from cascina_whatsapp.whatsapp.cloud_api.client import CloudApi
from cascina_whatsapp.whatsapp.cloud_api.errors import CloudApiError, OurMistake

log = logging.getLogger(__name__)
KEPT = timedelta(days=30)
"""The time that a template outlasts its broadcast: undelivered messages live 30 days (Meta, time to live)."""
DELETE_BATCH_SIZE = 10
"""Templates in one go: management calls are counted by the hour."""


def clear_away(*, api: CloudApi, now: datetime) -> int:
    """Delete at Meta the templates that nothing needs any more: the broadcast is over, or has another text."""
    unused = Q(campaign=None) | Q(campaign__status__in=CAMPAIGN_OVER, campaign__finished_at__lt=now - KEPT)
    own = WhatsAppTemplate.objects.exclude(fingerprint="").exclude(status="DELETED")
    return sum(_delete(template, api, now) for template in own.filter(unused)[:DELETE_BATCH_SIZE])


def _delete(template: WhatsAppTemplate, api: CloudApi, now: datetime) -> bool:
    """A row that belongs to no broadcast goes as well; another stays, for its broadcast's story."""
    try:
        if template.status != SUBMITTING or template.submitted_at:
            api.delete_template(template.name)
    except OurMistake:
        log.info("template %s was not at Meta any more", template.name)
    except CloudApiError as error:
        log.warning("template %s could not be deleted: %s", template.name, error)
        return False
    row = WhatsAppTemplate.objects.filter(pk=template.pk)
    row.filter(campaign=None).delete()
    row.update(status="DELETED", synchronised_at=now)
    return True
