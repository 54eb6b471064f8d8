"""The admin's addresses in Italian, since clerks see them: `/admin/messaggi/12/modifica/`.

Code names pages by the names of their addresses (`admin:broadcasts_campaign_change`), which stay as Django and the
admin's modules give them. Only what stands in the browser's address bar is translated, here and nowhere else.
"""

from collections.abc import Iterable, Iterator

from django.contrib.admin import AdminSite
from django.db.models import Model
from django.urls import URLPattern, URLResolver, include, path
from django.urls.resolvers import RoutePattern
from django.utils.text import slugify

ITALIAN = {
    # Django's own pages
    "add": "aggiungi",
    "autocomplete": "suggerimenti",
    "change": "modifica",
    "delete": "elimina",
    "done": "fatto",
    "jsi18n": "parole",
    "login": "entra",
    "logout": "esci",
    "password_change": "cambia-parola-d-ordine",
    # Messages
    "ask-review": "chiedi-approvazione",
    "attach": "carica-allegato",
    "authorise": "autorizza",
    "attachment": "allegato",
    "autosave": "salva-bozza",
    "cancel": "annulla",
    "contest": "non-confermare-emergenza",
    "declare": "dichiara",
    "detach": "togli-allegato",
    "details": "dati",
    "duplicate": "copia",
    "launch": "avvia",
    "not-authorise": "non-autorizzare",
    "note": "cambia-nota",
    "move": "sposta",
    "pause": "sospendi",
    "pause-reason": "motivo",
    "presence": "presenza",
    "preview": "anteprima",
    "resend": "manda-di-nuovo",
    "resume": "riprendi",
    "revise": "rivedi",
    "send-back": "rimanda",
    "submit-template": "invia-modello",
    "take-back": "annulla-approvazione",
    "thumbnail": "miniatura",
    "undeclare": "ritira-dichiarazione",
    "uphold": "conferma-emergenza",
    "what-changes": "che-cosa-cambia",
    "withdraw-request": "ritira-richiesta",
    # Texts
    "languages": "lingue",
    # Elections
    "activate": "attiva",
    "acts": "atti",
    "annul": "annulla",
    "case-file": "fascicolo",
    "order": "ordine-di-agcom",
    "run-off": "ballottaggio",
    # Accounts
    "ask-factor": "chiedi-secondo-passaggio",
    "ask-group": "chiedi-gruppo",
    "decide": "decidi",
    "invite": "invita",
    "lost-telephone": "telefono-perso",
    "remind": "ricorda",
    "reopen": "riapri",
    "withdraw-invitation": "ritira-invito",
    # People, their data and the register
    "close": "chiudi",
    "code": "codice",
    "share": "condividi",
    "state": "stato",
    "confirm": "conferma",
    "data": "dati",
    "download": "scarica",
    "erase": "cancella-dati",
    "extend": "proroga",
    "handed-over": "consegnata",
    "identify": "cerca",
    "invitations": "togli-inviti",
    "lift": "togli-limitazione",
    "limit": "limita",
    "number": "numero",
    "people": "persone",
    "person": "persona",
    "read": "leggi",
    "choose": "scegli",
    "receipt": "ricevuta",
    "refuse": "rifiuta",
    "release": "autorizza",
    "remove": "togli",
    "revoke": "revoca",
    "sample": "esempio",
    "sent": "mandata",
    "trial": "simulazione",
    "try": "prova-una-frase",
    "verify": "verifica",
    "withdraw": "ritirata",
}
"""Parts of an address, as the code calls them → as a person reads them. Parts that are Italian already stay."""


KEPT = {
    "broadcasts.numberstatus": "stato-del-numero",
    "elections.electoralperiod": "periodi-elettorali",
    "broadcasts.whatsapptemplate": "modelli-whatsapp",
    "subscribers.importbatch": "importazioni-di-iscritti",
    "subscribers.seal": "sigilli",
}
"""Models whose pages keep their addresses, though people call the things something else by now."""


def slug_of(model: type[Model]) -> str:
    """Name a model's pages in addresses by its plural, "argomenti", or as they have always been named."""
    return KEPT.get(model._meta.label_lower) or slugify(
        str(model._meta.verbose_name_plural).replace("'", "-")
    )


def in_italian(
    site: AdminSite, patterns: Iterable[URLPattern | URLResolver]
) -> list[URLPattern | URLResolver]:
    """Translate the addresses of the admin, with their names, into Italian."""
    lists = {f"{model._meta.app_label}/{model._meta.model_name}": slug_of(model) for model in site._registry}
    return list(_translated(patterns, lists))


def _translated(
    patterns: Iterable[URLPattern | URLResolver], lists: dict[str, str]
) -> Iterator[URLPattern | URLResolver]:
    for pattern in patterns:
        if not isinstance(pattern.pattern, RoutePattern):  # a regular expression that leads home, or nowhere
            yield pattern
            continue
        route = _route(str(pattern.pattern), lists)
        if isinstance(pattern, URLResolver):
            yield path(route, include(list(_translated(pattern.url_patterns, lists))))
        else:
            yield path(route, pattern.callback, pattern.default_args, pattern.name)


def _route(route: str, lists: dict[str, str]) -> str:
    bare = route.strip("/")
    words = lists.get(bare) or "/".join(ITALIAN.get(part, part) for part in bare.split("/"))
    return f"{words}/" if words else ""
