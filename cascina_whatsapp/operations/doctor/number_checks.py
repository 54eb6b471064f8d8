"""Judging what Meta says of number, profile, payment and templates: each check one look at facts, and a sentence."""

from collections.abc import Iterable

from broadcasts.rules import number_states, template_states
from broadcasts.rules.number_states import Condition, condition
from broadcasts.rules.standard_templates import SET_OF, UTILITY
from broadcasts.whatsapp_account.sync import UnknownTier, daily_limit_of
from cascina_whatsapp.presentation.checks import (
    ACCOUNT,
    MANAGER,
    RESTART,
    Finding,
    check,
    left_out,
    problem,
    warning,
    well,
)
from cascina_whatsapp.presentation.formatting.numbers import grouped
from cascina_whatsapp.whatsapp.cloud_api.client import PhoneNumberHealth
from cascina_whatsapp.whatsapp.cloud_api.facts import (
    AVAILABLE,
    BLOCKED,
    NO_PAYMENT,
    NOT_VERIFIED,
    TemplateInfo,
)

from .installation import Installation
from .machine_facts import NeededTemplates

WHO = {"PHONE_NUMBER": "il numero", "WABA": "l'account", "BUSINESS": "l'azienda", "APP": "l'app"}
FASTEST = {"STANDARD": 80, "HIGH": 1000}
"""Messages a second (Meta, throughput)."""
CONTACTS = {"address": "l'indirizzo", "email": "l'e-mail", "websites": "il sito"}
WORDS = {"about": "la riga di stato", "description": "la descrizione"}


@check(
    "Numero",
    "number",
    remedy=f"{MANAGER}, Numeri di telefono: registra il numero, e controlla WHATSAPP_PHONE_NUMBER_ID.",
)
def registered(here: Installation, number: PhoneNumberHealth) -> Finding:
    """Judge whether the number is connected, by the Cloud API."""
    if number.status in ("", "CONNECTED") and number.platform not in ("", "CLOUD_API"):
        return problem("non è registrato per la Cloud API.")
    return _judged(condition(number_states.LINK, number.status))


@check("Qualità del numero", "number", remedy="Manda solo il necessario per qualche giorno.")
def quality(here: Installation, number: PhoneNumberHealth) -> Finding:
    """Judge whether few people block or report the number."""
    return _judged(condition(number_states.QUALITY, number.quality_rating))


@check("Nome che si legge", "number", remedy=f"{MANAGER}, Numeri di telefono: chiedi il nome.")
def name(here: Installation, number: PhoneNumberHealth) -> Finding:
    """Judge whether citizens read whose number it is."""
    return _judged(condition(number_states.NAME, number.name_status))


def _judged(found: Condition) -> Finding:
    """Judge a condition of the number in the words of the page *Stato del numero*."""
    told = f"{found.label}."
    if found.tone == "err":
        return problem(told, found.advice)
    if found.tone in ("warn", "busy"):
        return warning(told, found.advice)
    return left_out(told) if found is number_states.UNKNOWN else well(told)


@check(
    "Persone al giorno",
    "number",
    remedy="Con la verifica dell'azienda il limite sale a 2.000, poi da solo con l'uso.",
)
def tier(here: Installation, number: PhoneNumberHealth) -> Finding:
    """Judge the number's limit of people a day."""
    try:
        limit = daily_limit_of(number.messaging_limit)
    except UnknownTier:
        return warning("Meta non dice quante persone al giorno.", "Guarda in Gestione WhatsApp.")
    if limit is None:
        return well("senza limite.")
    told = f"{grouped(limit)} persone al giorno."
    return warning(told) if limit <= number_states.SMALL_LIMIT else well(told)


@check(
    "Velocità", "number", remedy=f"Abbassa WHATSAPP_MESSAGES_PER_SECOND a quello che Meta accetta, {RESTART}"
)
def throughput(here: Installation, number: PhoneNumberHealth) -> Finding:
    """Judge whether we are not faster than Meta lets us be."""
    fastest = FASTEST.get(number.throughput_level)
    if fastest is None:
        return _judged(condition(number_states.THROUGHPUT, number.throughput_level))
    if here.rate == 0 or here.rate > fastest:
        return warning(f"Meta ne accetta {grouped(fastest)} al secondo: noi ne mandiamo di più.")
    return well(f"Meta ne accetta {grouped(fastest)} al secondo, noi ne mandiamo {grouped(here.rate)}.")


@check(
    "PIN del numero",
    "number",
    remedy=f"{MANAGER}, Numeri di telefono, Verifica in due passaggi: scegli un PIN e mettilo in cassaforte.",
)
def pin(here: Installation, number: PhoneNumberHealth) -> Finding:
    """Judge whether nobody can register the number elsewhere."""
    if number.has_pin is None:
        return left_out("Meta non dice se c'è.")
    return well("c'è.") if number.has_pin else problem("manca: chi ha la SIM potrebbe portare via il numero.")


@check(
    "Profilo",
    "profile",
    remedy=f"{MANAGER}, Numeri di telefono, Profilo: scrivi descrizione, indirizzo, e-mail e sito.",
)
def profile(here: Installation, parts: frozenset[str]) -> Finding:
    """Judge whether citizens read who writes, and where to find them."""
    if not parts & CONTACTS.keys():
        return problem("non c'è nessun recapito: Meta lo pretende.")
    lacking = [word for part, word in (CONTACTS | WORDS).items() if part not in parts]
    return warning(f"mancano {', '.join(lacking)}.") if lacking else well("è completo.")


@check(
    "Pagamento",
    "number",
    remedy=f"{ACCOUNT}, Fatturazione e pagamenti: aggiungi un metodo di pagamento all'account WhatsApp.",
)
def payment(here: Installation, number: PhoneNumberHealth) -> Finding:
    """Judge whether Meta can bill the account."""
    if any(NO_PAYMENT in entity.codes for entity in number.parts):
        return problem("manca un metodo di pagamento valido: i messaggi non partono (codice 131042).")
    return well("Meta non segnala nulla.")


@check(
    "Verifica dell'azienda", "number", remedy=f"{ACCOUNT}, Centro sicurezza: completa la verifica del Comune."
)
def verification(here: Installation, number: PhoneNumberHealth) -> Finding:
    """Judge whether Meta has verified that the Comune is who it says."""
    if any(NOT_VERIFIED in entity.codes for entity in number.parts):
        return warning("l'azienda non è verificata: al massimo 250 persone al giorno.")
    return well("Meta non segnala nulla.")


@check(
    "Blocchi di Meta", "number", remedy=f"{MANAGER}: leggi gli avvisi dell'account e segui le indicazioni."
)
def lets_pass(here: Installation, number: PhoneNumberHealth) -> Finding:
    """Judge whether no party to a message keeps it back."""
    if not number.parts:
        return left_out("Meta non lo dice.")
    stopped = [WHO.get(entity.kind, entity.kind) for entity in number.parts if entity.verdict == BLOCKED]
    if stopped:
        return problem(f"Meta blocca i messaggi: {', '.join(stopped)}.")
    limited = [WHO.get(entity.kind, entity.kind) for entity in number.parts if entity.verdict != AVAILABLE]
    return (
        warning(f"Meta limita i messaggi: {', '.join(limited)}.")
        if limited
        else well("Meta li lascia passare.")
    )


@check(
    "Testi fissi dei messaggi",
    "templates",
    "wanted",
    remedy="Mandali da Testi da far approvare a WhatsApp, o con: cascina whatsapp_templates --submit",
)
def templates(here: Installation, found: list[TemplateInfo], wanted: NeededTemplates) -> Finding:
    """Judge whether the templates of every broadcast are approved: notices as utility, invitations as marketing.

    Of those with a button that opens a page it is told, too: only messages with one need them.
    """
    judged = _templates(found, wanted.standard)
    return judged if judged.outcome != well("").outcome else _needed_later(found, wanted.pages)


@check(
    "Testi fissi degli avvisi sul servizio",
    "templates",
    "wanted",
    remedy="Servono per promemoria e informativa: mandali da Testi da far approvare a WhatsApp, e aspetta.",
)
def service_templates(here: Installation, found: list[TemplateInfo], wanted: NeededTemplates) -> Finding:
    """Judge whether the templates of texts about the service are approved; they are needed later."""
    return _needed_later(found, wanted.service)


def _needed_later(found: list[TemplateInfo], wanted: dict[str, str]) -> Finding:
    judged = _templates(found, wanted)
    return warning(judged.told, judged.remedy) if judged.outcome != well("").outcome else judged


@check(
    "Testi fissi per le allerte",
    "templates",
    "wanted",
    remedy="Mandali da Testi da far approvare a WhatsApp: fino ad allora un'allerta può arrivare giorni dopo.",
)
def alert_templates(here: Installation, found: list[TemplateInfo], wanted: NeededTemplates) -> Finding:
    """Judge whether the templates of alerts expire. Without them alerts leave anyway, and may arrive days later."""
    known = {info.name: info for info in found}
    endless = [name for name in wanted.alerts if not _expires(known.get(name))]
    if endless:
        states = [known[name].status for name in endless if name in known]
        return warning(f"le allerte partono senza scadenza: {', '.join(endless)}.", _advice(states))
    return well("approvati, con la scadenza.")


def _expires(info: TemplateInfo | None) -> bool:
    """Tell whether a template can be sent and expires; Meta gives a time to live to utility templates alone."""
    return (
        info is not None
        and info.status == template_states.APPROVED
        and info.category == UTILITY
        and info.time_to_live is not None
    )


def _templates(found: list[TemplateInfo], wanted: dict[str, str]) -> Finding:
    known = {info.name: info for info in found}
    lacking = [name for name in wanted if name not in known]
    if lacking:
        return problem(f"mancano presso Meta: {', '.join(lacking)}.")
    waiting = {name: known[name].status for name in wanted if known[name].status != template_states.APPROVED}
    told = "; ".join(f"{name}: {template_states.state(status).label}" for name, status in waiting.items())
    if set(waiting.values()) - template_states.WAITING:
        return problem(f"{told}.", _advice(waiting.values()))
    if waiting:
        return warning(f"{told}.", "Aspetta la risposta di Meta, di solito entro un giorno.")
    invitations = {name for name in wanted if name in SET_OF and SET_OF[name].is_invitation}
    if cheap := [name for name in invitations if known[name].category == UTILITY]:
        return problem(
            f"Meta li considera di servizio, e gli inviti non partono: {', '.join(sorted(cheap))}."
        )
    dear = [name for name in wanted if name not in invitations and known[name].category != UTILITY]
    if dear:
        return warning(
            f"Meta li considera promozionali, e costano di più: {', '.join(dear)}.",
            "Chiedi a Meta un riesame della categoria, in Gestione WhatsApp.",
        )
    return well("approvati.")


def _advice(statuses: Iterable[str]) -> str:
    """Say what to do about templates in these states; "" where nothing but sending them."""
    told = dict.fromkeys(
        template_states.state(one).advice for one in statuses if one != template_states.APPROVED
    )
    return (
        " ".join([*told, "Il motivo è in Impostazioni, Testi da far approvare a WhatsApp."]) if told else ""
    )
