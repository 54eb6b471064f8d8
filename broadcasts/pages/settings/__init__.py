"""The pages of what is arranged once: hours, number, templates, prices, notices of the service and consents.

They read what `sending.account`, `costs` and `subscribers` keep; only templates are submitted from here.
"""

from . import costs, notice_decisions, number, office, whatsapp_templates

__all__ = ["costs", "notice_decisions", "number", "office", "whatsapp_templates"]
