"""The pages of what is arranged once: hours, number, templates, notices of the service and consents.

They read what `sending.account` and `subscribers` keep; only templates are submitted from here.
"""

from . import notice_decisions, number, office, whatsapp_templates

__all__ = ["notice_decisions", "number", "office", "whatsapp_templates"]
