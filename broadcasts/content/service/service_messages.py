"""Messages about the service itself: reminder, changed notice, pause, Agcom's order; words and templates.

The words are those of a versioned text of the service, so that the register can name what was said. Each version
has a template of its own at Meta, named after the version and a digest of what Meta was asked to approve.
"""

import hashlib
from datetime import datetime
from typing import Any

from broadcasts.models import Campaign
from broadcasts.rules import standard_templates
from cascina_whatsapp.presentation.formatting.dates import day_in_words
from cascina_whatsapp.whatsapp.cloud_api.limits import TEMPLATE_BODY_LIMIT, characters
from cascina_whatsapp.whatsapp.cloud_api.messages import Button, Buttons, Template
from subscribers.models import ServiceText, Subscriber
from subscribers.rules.buttons import LEAVE, STAY, STAY_TITLE
from subscribers.texts import VARIABLES, declared
from subscribers.texts.declared import fill

from .service_events import template_values, used_variables

NAMES = {
    "yearly_reminder": "promemoria_annuale",
    "notice_changed": "informativa_cambiata",
    "service_paused": "servizio_sospeso",
    "agcom_notice": "delibera_agcom",
}
"""Key of the text → how the names of its templates begin."""
_LEAVE = (LEAVE, standard_templates.LEAVE_BUTTON)
BUTTONS = {
    "yearly_reminder": ((STAY, STAY_TITLE), _LEAVE),
    "notice_changed": (_LEAVE,),
    "service_paused": (_LEAVE,),
    "agcom_notice": (_LEAVE,),
}
"""Key of the text → what can be tapped below it: what it says back to us, and its title."""
DIGEST_LENGTH = 8
"""The characters of the digest in a template's name."""


def texts_in_use(now: datetime) -> dict[str, ServiceText]:
    """The texts that templates are needed for, in force or to come: "yearly_reminder-v1" → text. One query."""
    found: dict[str, list[ServiceText]] = {key: [] for key in NAMES}
    for text in ServiceText.objects.filter(key__in=NAMES).order_by("version"):
        if text.is_used(now):
            found[text.key].clear()
        found[text.key].append(text)
    return {f"{text.key}-v{text.version}": text for texts in found.values() for text in texts}


def label(text: ServiceText) -> str:
    """Return the Italian name of a text and its version."""
    return f"{declared(text.key).label}, versione {text.version}"


def template_name(text: ServiceText) -> str:
    """Name the template of a text: another wording, or another address in it, is another template."""
    digest = hashlib.sha256(template_body(text).encode()).hexdigest()
    return f"{NAMES.get(text.key, text.key)}_v{text.version}_{digest[:DIGEST_LENGTH]}"


def template_body(text: ServiceText) -> str:
    """Write the template body of a text: variables of the message as parameters, everything else filled in."""
    return fill(text.body, **{name: f"{{{{{name}}}}}" for name in declared(text.key).variables})


def definition(text: ServiceText) -> dict[str, Any]:
    """Build the template of a service text that Meta is asked to approve."""
    example = [{"param_name": name, "example": VARIABLES[name].sample} for name in used_variables(text)]
    body = {"type": "BODY", "text": template_body(text), "example": {"body_text_named_params": example}}
    whole = standard_templates.around(
        body,
        name=template_name(text),
        kind=Campaign.Kind.TEXT,
        category=standard_templates.UTILITY,
        buttons=[title for _, title in BUTTONS[text.key]],
    )
    return whole | {"parameter_format": "NAMED"}


def body_problem(text: ServiceText) -> str:
    """Say in Italian why Meta would not take this text as a template; "" where it would."""
    body = template_body(text).strip()
    if body.startswith("{{") or body.endswith("}}"):
        return "Il testo non può cominciare né finire con una variabile: WhatsApp lo rifiuta."
    if "\n\n\n" in body:
        return "Il testo ha troppe righe vuote di seguito: WhatsApp lo rifiuta."
    return ""


def joined_on(campaign: Campaign, subscriber: Subscriber) -> str:
    """Write the day on which the recipient joined, where the message tells it; "" otherwise."""
    if campaign.purpose != Campaign.Purpose.REMINDER or subscriber.subscribed_at is None:
        return ""
    return day_in_words(subscriber.subscribed_at)


def values(campaign: Campaign, joined: str = "") -> dict[str, str]:
    """Return the values of a broadcast's parameters; without a recipient, those of an example."""
    found = {
        "data_iscrizione": joined or VARIABLES["data_iscrizione"].sample,
        **campaign.service.details,
        **_notice_values(campaign),
        **template_values(campaign),
    }
    return {name: found[name] for name in used_variables(campaign.service.wording)}


def _notice_values(campaign: Campaign) -> dict[str, str]:
    notice = campaign.service.notice
    if notice is None:
        return {}
    return {
        "data_vigore": day_in_words(notice.in_force_from),
        "cosa_cambia": campaign.body.strip().rstrip("."),
    }


def words(campaign: Campaign, joined: str = "") -> str:
    """Write the words of a service message as the recipient reads them."""
    return fill(campaign.service.wording.body, **values(campaign, joined))


def excess(campaign: Campaign) -> int:
    """Count by how many characters a service message is too long; 0 or less where it fits."""
    return characters(words(campaign)) - TEMPLATE_BODY_LIMIT


def message(campaign: Campaign, *, in_window: bool, joined: str = "") -> Template | Buttons:
    """The message to somebody who joined on that day. Raises InvalidMessage where Meta would refuse it."""
    buttons = BUTTONS[campaign.purpose]
    if in_window:
        return Buttons(
            body=words(campaign, joined),
            footer=standard_templates.FOOTER,
            buttons=tuple(Button(id=choice, title=title) for choice, title in buttons),
        )
    return Template(
        name=template_name(campaign.service.wording),
        language=standard_templates.LANGUAGE,
        body=values(campaign, joined),
        quick_replies=tuple(choice for choice, _ in buttons),
    )
