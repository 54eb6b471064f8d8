"""Judging what Meta says of token, app and webhook: each check one look at facts, and a sentence."""

from datetime import timedelta
from urllib.parse import urlsplit

from broadcasts.rules import number_states
from broadcasts.whatsapp_account.sync import NEEDED
from cascina_whatsapp.presentation.checks import (
    ACCOUNT,
    APP,
    RESTART,
    Finding,
    check,
    left_out,
    problem,
    warning,
    well,
)
from cascina_whatsapp.whatsapp.cloud_api.client import PhoneNumberHealth, TokenFacts
from cascina_whatsapp.whatsapp.cloud_api.setup import WebhookSubscription

from .installation import Installation
from .meta_facts import Handshake

FIELDS = (
    "messages",
    "user_preferences",
    "message_template_status_update",
    "message_template_quality_update",
    "template_category_update",
    "account_update",
    "account_alerts",
    "business_capability_update",
    "phone_number_quality_update",
    "security",
)
"""The fields that Meta has to tell us of: each has its handler in routing, or is kept for the staff."""
INDISPENSABLE = "messages"
"""The field without which nobody joins or leaves."""
CERTIFICATE_RENEWED = timedelta(days=10)
"""The time by which a certificate that renews itself has done so, a month ahead."""
CLOCK_AGREES, CLOCK_IS_USABLE = 5.0, 60.0
"""Seconds. Meta tells the time in whole ones; what a citizen wrote counts by the time that Meta gives it."""


@check(
    "Chiave di accesso",
    "token",
    remedy=f"{ACCOUNT}, Utenti di sistema: creane una nuova, mettila in WHATSAPP_ACCESS_TOKEN, {RESTART}",
)
def token(here: Installation, facts: TokenFacts) -> Finding:
    """Judge whether Meta takes the token, and it is no person's own."""
    if not facts.is_valid:
        return problem("Meta non la accetta: è scaduta, o è stata revocata.")
    if facts.kind and facts.kind != "SYSTEM_USER":
        return warning("è accettata, ma è di una persona: scade presto, e con il suo account.")
    return well("Meta la accetta.")


@check(
    "Permessi della chiave",
    "token",
    remedy=f"{ACCOUNT}, Utenti di sistema: crea una chiave nuova con questi permessi, {RESTART}",
)
def scopes(here: Installation, facts: TokenFacts) -> Finding:
    """Judge whether the token may send, and read how things stand."""
    lacking = [scope for scope in NEEDED if scope not in facts.scopes]
    return problem(f"mancano: {', '.join(lacking)}.") if lacking else well("ci sono tutti.")


@check(
    "Scadenza della chiave",
    "token",
    remedy=f"{ACCOUNT}, Utenti di sistema: creane una senza scadenza, mettila in WHATSAPP_ACCESS_TOKEN, {RESTART}",
)
def days_left(here: Installation, facts: TokenFacts) -> Finding:
    """Judge whether the token lasts for some time."""
    if facts.expires_at is None:
        return well("senza scadenza.")
    if facts.expires_at <= here.now:
        return problem("è scaduta.")
    days = (facts.expires_at - here.now).days
    told = f"{number_states.in_days(days)}."
    return warning(told) if facts.expires_at - here.now <= number_states.RENEW_WITHIN else well(told)


@check(
    "App", "token", remedy=f"{APP}, Impostazioni dell'app, Di base: copia l'ID in WHATSAPP_APP_ID, {RESTART}"
)
def app(here: Installation, facts: TokenFacts) -> Finding:
    """The id in the settings is that of the app which the token is for."""
    if not here.app_id:
        return problem("manca WHATSAPP_APP_ID.")
    if facts.app_id and facts.app_id != here.app_id:
        return problem("WHATSAPP_APP_ID non è l'app per cui è fatta la chiave di accesso.")
    return well("è quella della chiave di accesso.")


@check(
    "Chiave segreta dell'app",
    "webhook",
    remedy=f"{APP}, Impostazioni dell'app, Di base: copia la chiave segreta in WHATSAPP_APP_SECRET, {RESTART}",
)
def app_secret(here: Installation, subscription: WebhookSubscription | None) -> Finding:
    """Judge the app secret as good: whatever Meta answered, it took it."""
    return well("Meta la accetta.")


@check(
    "App e account", "apps", remedy="Esegui la chiamata POST subscribed_apps (docs/operations.md, At Meta)."
)
def subscribed(here: Installation, apps: frozenset[str]) -> Finding:
    """Judge whether the account tells our app what happens."""
    if here.app_id in apps:
        return well("l'app riceve le notizie dell'account.")
    return problem("l'app non è collegata all'account: nessun messaggio di un cittadino arriva.")


@check(
    "Indirizzo presso Meta",
    "webhook",
    "number",
    remedy=f"{APP}, WhatsApp, Configurazione: scrivi SITE_URL/webhooks/whatsapp/ e la parola di verifica.",
)
def callback(
    here: Installation, subscription: WebhookSubscription | None, number: PhoneNumberHealth
) -> Finding:
    """Judge whether Meta posts to us, and nowhere else."""
    if subscription is None:
        return problem("presso Meta non c'è nessun indirizzo.")
    if number.other_callbacks and any(not _is_ours(one, here) for one in number.other_callbacks):
        return problem(
            "il numero o l'account hanno un indirizzo proprio, che vale più di quello dell'app.",
            "Togli l'indirizzo alternativo (webhook_configuration), o mettici il nostro.",
        )
    if not _is_ours(subscription.callback_url, here):
        return problem("Meta scrive a un altro indirizzo, non a questo servizio.")
    return well("è il nostro.") if subscription.is_active else problem("è il nostro, ma non è attivo.")


def _is_ours(url: str, here: Installation) -> bool:
    """Tell whether an address is ours; in a trial another process may take the posts: the path is what counts."""
    if here.is_public:
        return url.rstrip("/") == here.callback_url.rstrip("/")
    return urlsplit(url).path == urlsplit(here.callback_url).path


@check(
    "Notizie richieste a Meta",
    "webhook",
    remedy=f"{APP}, WhatsApp, Configurazione, Campi del webhook: premi Sottoscrivi accanto a ognuno.",
)
def fields(here: Installation, subscription: WebhookSubscription | None) -> Finding:
    """Judge whether we are told of everything that we act upon."""
    told = subscription.fields if subscription else frozenset()
    lacking = [field for field in FIELDS if field not in told]
    if not lacking:
        return well("ci sono tutti.")
    sentence = f"mancano: {', '.join(lacking)}."
    return problem(sentence) if INDISPENSABLE in lacking else warning(sentence)


@check(
    "Il nostro indirizzo",
    "handshake",
    remedy="Controlla che nginx sia acceso, il nome nel DNS, il certificato, la porta 443 e WHATSAPP_VERIFY_TOKEN.",
)
def reachable(here: Installation, found: Handshake) -> Finding:
    """Judge whether our address answers, with a known certificate, and knows the verify token."""
    if not found.is_echoed:
        return problem(f"l'indirizzo risponde, ma non come dovrebbe (HTTP {found.status}).")
    if not here.is_public:
        return warning("risponde, ma in chiaro: Meta vuole https, con un certificato riconosciuto.")
    if found.certificate_ends and found.certificate_ends - here.now < CERTIFICATE_RENEWED:
        days = max((found.certificate_ends - here.now).days, 0)
        return warning(
            f"risponde, ma il certificato {number_states.in_days(days)}.", "Rinnova il certificato."
        )
    return well("risponde, vista da questa macchina, con un certificato riconosciuto.")


@check(
    "Strada verso Meta",
    "clock",
    name="meta",
    remedy="Controlla rete, DNS e uscite del firewall verso graph.facebook.com, porta 443; e WHATSAPP_API_URL.",
)
def way(here: Installation, ahead: float | None) -> Finding:
    """Judge the way to Meta as good: whatever Meta said, it answered."""
    return well("Meta risponde.")


@check("Orologio", "clock", remedy="Attiva la sincronizzazione dell'ora (systemd-timesyncd o chrony).")
def clock(here: Installation, ahead: float | None) -> Finding:
    """Judge whether our clock is right."""
    if ahead is None:
        return left_out("Meta non dice che ore sono.")
    apart, word = round(abs(ahead)), "avanti" if ahead > 0 else "indietro"
    if apart > CLOCK_IS_USABLE:
        return problem(f"l'orologio è {word} di {apart} secondi.")
    return (
        warning(f"l'orologio è {word} di {apart} secondi.")
        if apart > CLOCK_AGREES
        else well("va con quello di Meta.")
    )
