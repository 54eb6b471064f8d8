"""A text of several paragraphs goes out through a template of its own, with the whole text fixed in the body.

A parameter of the standard templates may hold no newline (Meta, error 132018); a body may. What a citizen reads is
the same: title, text, link and the words around them. So does a text whose button is none of the standard ones.
"""

import hashlib
import re
import secrets
from typing import Any

from broadcasts.models import Campaign, WhatsAppTemplate
from broadcasts.rules import standard_templates
from broadcasts.rules.template_states import REFUSED
from broadcasts.rules.words import page_buttons
from cascina_whatsapp.whatsapp.cloud_api.limits import TEMPLATE_BODY_LIMIT, characters, parameter_problem

from .service import service_messages

PARAGRAPHS = re.compile(r"[\r\n\v\f\x85\u2028\u2029]")
"""The new lines that a parameter may not hold."""
PARAGRAPHS_TOLD = "Va a capo"
BUTTON_TOLD = "Il pulsante ha parole sue o apre un altro sito"
_NEW_LINE = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_EMPTY_LINES = re.compile(r"\n{3,}")
_LINE_ENDS = re.compile(r"(?<![ \t\xa0])[ \t\xa0]+\n")
_BRACES = re.compile(r"{{|}}")


def is_needed(campaign: Campaign) -> bool:
    """Tell whether a broadcast needs a custom template, for its paragraphs or its button; never without WhatsApp."""
    is_sent = campaign.by_whatsapp and not campaign.is_service
    return is_sent and (has_paragraphs(campaign) or has_own_button(campaign))


def has_paragraphs(campaign: Campaign) -> bool:
    """Tell whether the text has several paragraphs: a parameter holds one."""
    return bool(PARAGRAPHS.search(campaign.body.strip()))


def has_own_button(campaign: Campaign) -> bool:
    """Tell whether the page button has words of its own, or leads to another site than the Comune's."""
    label, link = campaign.button_label.strip(), campaign.button_link
    return campaign.has_page_button and page_buttons.suffix(link, label) is None


def why_needed(campaign: Campaign) -> str:
    """Say in Italian why a custom template is needed, as the beginning of a sentence; "" where none is."""
    if not is_needed(campaign):
        return ""
    return PARAGRAPHS_TOLD if has_paragraphs(campaign) else BUTTON_TOLD


def way_around(campaign: Campaign) -> str:
    """Say in Italian what to change for a broadcast to leave without Meta's approval."""
    ways = ["togli gli a capo"] if has_paragraphs(campaign) else []
    if has_own_button(campaign):
        ways.append(f"usa il pulsante «{page_buttons.LABEL}» per una pagina del sito del Comune")
    return " e ".join(ways)


def tidy(body: str) -> str:
    """The text with one kind of new line, at most one empty line between paragraphs, no spaces at the ends."""
    lines = _NEW_LINE.sub("\n", body.strip())
    return _EMPTY_LINES.sub("\n\n", _LINE_ENDS.sub("\n", lines))


def words(campaign: Campaign) -> str:
    """Write the text of a broadcast as the citizen reads it, in whichever form."""
    return standard_templates.filled_template(
        title=campaign.title, text=tidy(campaign.body), link=campaign.link, of=campaign.template_set
    )


def body_problem(body: str) -> str | None:
    """Say why Meta would refuse this template body: "empty", "tab", "spaces", "braces"; None if it would not."""
    lines = [line for line in tidy(body).split("\n") if line]
    if not lines:
        return "empty"
    if any(_BRACES.search(line) for line in lines):
        return "braces"
    return next((problem for line in lines if (problem := parameter_problem(line))), None)


def text_problem(campaign: Campaign) -> str | None:
    """Say why Meta would refuse a broadcast's text, as a body or as a parameter; None if it would not."""
    is_fixed = has_paragraphs(campaign) or has_own_button(campaign)
    return body_problem(campaign.body) if is_fixed else parameter_problem(campaign.body)


def room(campaign: Campaign) -> int:
    """Count the characters that title and link leave for the text."""
    return standard_templates.room(
        campaign.title, campaign.link, limit=TEMPLATE_BODY_LIMIT, of=campaign.template_set
    )


def excess(campaign: Campaign) -> int:
    """Count by how many characters the text is too long; 0 or less where it fits."""
    return characters(tidy(campaign.body)) - room(campaign)


def fingerprint(campaign: Campaign) -> str:
    """Compute a fingerprint of what Meta reviews: words, kind of header, button; not of the picture."""
    reviewed: tuple[str, ...] = (words(campaign), str(campaign.kind))
    if campaign.has_page_button:
        reviewed += (campaign.page_label, campaign.button_link)
    return hashlib.sha256(repr(reviewed).encode()).hexdigest()


def current(campaign: Campaign) -> WhatsAppTemplate | None:
    """The template that was submitted with the text as it is now, whatever Meta says of it; None: none was.

    A text of one paragraph has none: nobody submits it, and its fingerprint is no other text's.
    """
    own = campaign.custom_template if campaign.by_whatsapp else None
    return own if own and own.fingerprint == fingerprint(campaign) else None


def name_for(campaign: Campaign) -> str:
    """The name of the template that the broadcast goes out through; of its own, once there is one."""
    if campaign.is_service:
        return service_messages.template_name(campaign.service.wording)
    own = current(campaign)
    return own.name if own else campaign.alert_template or campaign.template_set.names[campaign.kind]


def row_for(campaign: Campaign) -> WhatsAppTemplate | None:
    """The row of the template that the broadcast goes out through; None: Meta doesn't have it yet."""
    if is_needed(campaign):
        return current(campaign)
    return WhatsAppTemplate.objects.filter(
        name=name_for(campaign), language=standard_templates.LANGUAGE
    ).first()


def awaits_meta(campaign: Campaign) -> bool:
    """Tell whether a broadcast can't leave before Meta has approved its custom template."""
    own = current(campaign)
    return is_needed(campaign) and not (own and own.is_usable)


def leaves_in_one_paragraph(campaign: Campaign) -> bool:
    """Tell whether a text leaves without Meta's approval once it has no new lines."""
    return has_paragraphs(campaign) and not has_own_button(campaign) and awaits_meta(campaign)


def was_refused(campaign: Campaign) -> bool:
    """Tell whether Meta refused the unapproved text as it is now: it may be submitted once more."""
    own = current(campaign) if campaign.is_unapproved and is_needed(campaign) else None
    return own is not None and own.status in REFUSED


def new_name(campaign: Campaign) -> str:
    """A name that Meta has never seen: one that was deleted can't be used again for 30 days, nor after a restore."""
    return f"avviso_{campaign.pk}_{secrets.token_hex(4)}"


def definition(campaign: Campaign, template: WhatsAppTemplate, *, sample_handle: str = "") -> dict[str, Any]:
    """Build the template that Meta is asked to approve; image and document need an uploaded example's handle."""
    whole = standard_templates.around(
        {"type": "BODY", "text": words(campaign)},
        name=template.name,
        kind=campaign.kind,
        category=template.category,
        sample_handle=sample_handle,
        page=standard_templates.fixed_page(campaign.button_link, campaign.page_label)
        if campaign.has_page_button
        else None,
    )
    lives = template.time_to_live
    return whole | ({"message_send_ttl_seconds": lives} if lives else {})
