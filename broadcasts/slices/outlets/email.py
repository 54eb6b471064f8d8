"""One e-mail to the press list and the office that keeps the Comune's site: nobody sees who else gets it.

One message with hidden recipients, so that it leaves once or not at all: of many, some could be in doubt.
"""

from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from broadcasts.content.message import filename
from broadcasts.models import Campaign
from cascina_whatsapp.presentation.whatsapp_markup import without_marks
from cascina_whatsapp.security.mail import leaves

from .models import PressAddress
from .outlet import NotYet, Outcome, Outlet, Post, Published, Refused, Unknown

FILE_MOST = 7_000_000
"""Bytes: mail servers refuse messages over ten megabytes, and a file grows by a third on its way."""
NOBODY = "L'elenco della stampa è vuoto: aggiungi un indirizzo, o togli l'e-mail dal prossimo messaggio."
DOWN = "Il server di posta non risponde: si riprova da soli."
REFUSED = "Il server di posta non l'ha accettata: avvisa chi amministra il sistema."
LOOK = "Il server di posta non ha risposto: può essere partita. Guarda se ne è arrivata copia a noi, e di' se c'è."
TOO_LARGE = "L'allegato è troppo grande per un'e-mail: va il testo, con il collegamento."
FOOTER = (
    "{office}\n\nRicevete questa e-mail perché siete fra gli indirizzi della stampa e degli uffici del Comune. Per "
    "non riceverla più basta un'e-mail a {address} con l'oggetto «Cancellazione»."
)


class Email(Outlet):
    """The outlet by e-mail: one message to the whole press list, and to the address that the press answers."""

    key = "email"
    name = "E-mail alla stampa"
    where = "nella posta della stampa"

    def is_configured(self) -> bool:
        return bool(settings.PRESS_REPLY_TO) and (
            leaves() or settings.DEBUG
        )  # of a trial nothing leaves anyway

    def notes(self, campaign: Campaign) -> list[str]:
        return [TOO_LARGE] if campaign.attachment_facts.get("bytes", 0) > FILE_MOST else []

    def publish(self, post: Post) -> Outcome:
        addresses = list(PressAddress.objects.values_list("address", flat=True))
        if not addresses:
            return Refused(NOBODY)
        try:
            message = _message(post, addresses)
        except OSError:
            return Refused("L'allegato non si trova più: avvisa chi amministra il sistema.")
        return _sent(message)


def _sent(message: EmailMessage) -> Outcome:
    """Send an e-mail and tell its outcome: not begun or refused in words means not sent; silence is a doubt."""
    connection = get_connection()
    try:
        connection.open()
    except (SMTPException, OSError):
        return NotYet(DOWN)
    message.connection = connection
    try:
        message.send()
    except SMTPServerDisconnected:
        return Unknown(LOOK)
    except SMTPRecipientsRefused:
        return Refused(REFUSED)
    except SMTPResponseException as answer:
        return NotYet(DOWN) if 400 <= answer.smtp_code < 500 else Refused(REFUSED)
    except (SMTPException, OSError):
        return Unknown(LOOK)
    finally:
        connection.close()
    return Published(str(message.extra_headers["Message-ID"]))


def _message(post: Post, addresses: list[str]) -> EmailMessage:
    """Build an e-mail in plain text. Raises OSError where the attachment is lost."""
    headers = {
        # The same for one thing however often it is tried: who gets it twice sees it once.
        "Message-ID": f"<messaggio-{post.campaign.pk}-{post.revision}@{urlsplit(settings.SITE_URL).hostname}>",
        "List-Unsubscribe": f"<mailto:{settings.PRESS_REPLY_TO}?subject=Cancellazione>",
        "Auto-Submitted": "auto-generated",
    }
    if post.earlier:
        headers |= {"In-Reply-To": post.earlier, "References": post.earlier}
    before = "Ritirato: " if post.is_withdrawal else "Corretto: " if post.revision else ""
    message = EmailMessage(
        # On one line, whatever the title holds.
        subject=f"{before}{' '.join(without_marks(post.title).split())}",
        body=_body(post),
        to=[settings.PRESS_REPLY_TO],
        bcc=addresses,
        reply_to=[settings.PRESS_REPLY_TO],
        headers=headers,
    )
    _attach(message, post)
    return message


def _attach(message: EmailMessage, post: Post) -> None:
    campaign = post.campaign
    if not campaign.attachment or post.is_withdrawal or campaign.attachment_facts.get("bytes", 0) > FILE_MOST:
        return
    with campaign.attachment.open("rb") as file:
        message.attach(filename(campaign), file.read())


def _body(post: Post) -> str:
    said = [
        f"{'Ritirato' if post.is_withdrawal else 'Corretto'}: {post.reason}" if post.revision else "",
        without_marks(post.title),
        "" if post.is_withdrawal else without_marks(post.body),
        post.campaign.link,
        "" if post.is_withdrawal else post.campaign.page_in_words,
        f"La pagina, con le sue correzioni: {post.page}",
        "-- ",
        FOOTER.format(office=settings.OFFICE_NAME, address=settings.PRESS_REPLY_TO),
    ]
    return "\n\n".join(filter(None, said))
