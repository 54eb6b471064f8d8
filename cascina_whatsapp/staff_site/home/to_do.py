"""The section of what who keeps the service running has to do, and until when; what stops messages is in the bar."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from broadcasts.models import WhatsAppTemplate
from broadcasts.reporting import daily_limit
from broadcasts.rules import alert_templates, standard_templates
from broadcasts.rules.account import number_states
from broadcasts.rules.template_states import MISSING, WAITING
from cascina_whatsapp.operations.backups import Backup
from cascina_whatsapp.operations.doctor.kept_checks import BACKUP_IS_LATE, RESTORED_WITHIN
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence, on_day, when, with_article
from cascina_whatsapp.presentation.formatting.numbers import grouped
from cascina_whatsapp.whatsapp.webhook.models import DeadLetter

from .reader import Reader

OPERATORS = ("webhook.view_webhookpost",)
"""The rights of who can act on the machinery: others read of it when it keeps a broadcast from leaving."""
SOON = timedelta(days=14)
"""The time in which something that is due is told."""
KEY_SOON = timedelta(days=30)
NOW, LATER = "Adesso", "Quando puoi"
ALERTS = {"alert_text": "testo", "alert_image": "immagini", "alert_document": "PDF"}
"""The keys of the templates for alerts in an address → which alerts go out through each."""
TO_SUBMIT = (
    "Mandali da leggere a WhatsApp: finché non ha detto di sì un'allerta può arrivare anche giorni dopo."
)
TO_MEND = "WhatsApp non li vuole: l'elenco dice perché. Un'allerta può arrivare anche giorni dopo."
TO_WAIT = "WhatsApp li sta leggendo, di solito per meno di un giorno. Fino ad allora può arrivare anche giorni dopo."


Todo = dict[str, str]
"""One thing to do: until when it is `due`, its `title`, `why`, and the `page` where one reads how (`label`).

`lacks`: what is the matter, behind "Funziona, ma": "manca la prova di ripristino".
"""


def to_do(reader: Reader) -> list[Todo]:
    """List what is to be done, the most pressing first."""
    found = [*_copies(reader.backup, reader.now), *_key(reader), *_alerts(), *_not_understood()]
    return sorted(found, key=lambda todo: (todo["due"] != NOW, todo["due"] == LATER))


def _copies(last: Backup | None, now: datetime) -> Iterator[Todo]:
    how = {"page": reverse("admin:doctor")}
    if last is None:
        yield {
            "due": NOW,
            "tone": "wait",
            "title": "Attiva le copie di sicurezza",
            "why": "Non risulta nessuna copia: se la macchina si guasta, si perde tutto.",
            "lacks": "mancano le copie di sicurezza",
            **how,
        }
    elif not last.is_good or now - last.at > BACKUP_IS_LATE:
        yield {
            "due": NOW,
            "tone": "bad",
            "title": "Rimetti in moto le copie di sicurezza",
            "why": f"L'ultima copia buona è stata fatta {in_a_sentence(last.at, now)}: "
            "se ne fa una ogni quattro ore.",
            "lacks": "le copie di sicurezza sono ferme",
            **how,
        }
    elif not last.drill_is_good:
        yield {
            "due": NOW,
            "tone": "bad",
            "title": "Ripeti la prova di ripristino",
            "why": "L'ultima non è riuscita: finché non riesce, non si sa se le copie servono.",
            "lacks": "la prova di ripristino non è riuscita",
            **how,
        }
    elif last.restored_at is None or now > last.restored_at + RESTORED_WITHIN - SOON:
        yield _drill(last.restored_at, now, how)


def _drill(tried: datetime | None, now: datetime, how: dict[str, str]) -> Todo:
    last = (
        f"l'ultima prova è {with_article(when(tried, now), 'del')}"
        if tried
        else "nessuno ha mai provato a usarne una"
    )
    return {
        "due": until(tried + RESTORED_WITHIN, now) if tried else NOW,
        "tone": "wait",
        "title": "Prova a ripristinare una copia",
        "why": f"Le copie si fanno da sole, ma {last}: va provato ogni tre mesi, e non tocca il servizio.",
        "lacks": "manca la prova di ripristino",
        **how,
    }


def _key(reader: Reader) -> Iterator[Todo]:
    """The key's end as long as it is not near: then it stands in the bar of every page."""
    expires = daily_limit.number_status().token_expires_at
    if expires is None or not reader.now + number_states.RENEW_WITHIN < expires <= reader.now + KEY_SOON:
        return
    yield {
        "due": until(expires, reader.now),
        "tone": "",
        "title": "Rinnova la chiave di WhatsApp",
        "why": f"Scade fra {(expires - reader.now).days} giorni. Senza, non parte e non arriva più niente.",
        "lacks": "la chiave di WhatsApp sta per scadere",
        "page": reverse("admin:broadcasts_numberstatus_changelist"),
    }


def _alerts() -> Iterator[Todo]:
    """Tell which alerts would leave without a time to live, and what to do; nothing where their frames are in order.

    The gravest first: one is not at Meta; Meta refuses it, or takes it for an invitation; Meta is still to decide.
    """
    names = alert_templates.names(settings.ALERT_TIME_TO_LIVE)
    found = WhatsAppTemplate.objects.filter(name__in=names.values(), language=standard_templates.LANGUAGE)
    rows = {row.name: row for row in found}
    lacking = {
        key: rows[name].status if name in rows else MISSING
        for key, name in names.items()
        if name not in rows or not rows[name].has_a_term
    }
    if not lacking:
        return
    states = set(lacking.values())
    is_missing = bool(states & {MISSING, "DELETED"})
    is_read = not is_missing and not states - WAITING
    yield {
        "due": LATER if is_read else NOW,
        "tone": "" if is_read else "wait",
        "title": "Fai scadere le allerte",
        "why": f"I testi fissi delle allerte per {', '.join(ALERTS[key] for key in lacking)} non sono pronti. "
        f"{TO_SUBMIT if is_missing else TO_WAIT if is_read else TO_MEND}",
        "lacks": "le allerte partono senza scadenza",
        "page": reverse("admin:broadcasts_whatsapptemplate_changelist"),
        "label": "Vedi i testi fissi",
    }


def _not_understood() -> Iterator[Todo]:
    if number := DeadLetter.objects.count():
        what = "una notifica" if number == 1 else f"{grouped(number)} notifiche"
        yield {
            "due": LATER,
            "tone": "wait",
            "title": "Guarda che cosa non è stato capito",
            "why": f"Il programma ha messo da parte {what} di WhatsApp: "
            "dentro può esserci ciò che scrive un cittadino.",
            "lacks": f"ha messo da parte {what}",
            "page": reverse("admin:webhook_deadletter_changelist"),
            "label": "Guarda",
        }


def until(moment: datetime, now: datetime) -> str:
    """Write a term: "Entro lunedì 30", "Entro il 12 dicembre", "Adesso" once it is over."""
    if moment <= now:
        return NOW
    return f"Entro {on_day(moment, now)}"
