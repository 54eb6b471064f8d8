"""The pages of what is arranged once: hours, number, templates, press, notices of the service and consents.

They read what `whatsapp_account` and `subscribers` keep; only templates are submitted from here.
"""

from . import notice_decisions, number, office, press, whatsapp_templates

__all__ = ["notice_decisions", "number", "office", "press", "whatsapp_templates"]
