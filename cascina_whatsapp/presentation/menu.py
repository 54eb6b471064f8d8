"""The ways to the admin's pages: to the few of every day in the menu, to the others on the page *Impostazioni*."""

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.urls import NoReverseMatch, reverse

SETTINGS = "settings"


@dataclass(frozen=True)
class Section:
    """One entry of the menu: `page` is the name of its address, without "admin:"."""

    label: str
    page: str
    model: str = ""
    """The model whose pages it is, "broadcasts.campaign"; "" for a page of its own."""
    permission: str = ""
    beside: str = ""
    """Another model whose pages lie in it, though *Impostazioni* leads to them, too."""

    def holds(self, url_name: str) -> bool:
        """Tell whether the page of this name lies in this section."""
        own = [f"{model.replace('.', '_')}_" for model in (self.model, self.beside) if model]
        return url_name == self.page or url_name.startswith(tuple(own))


ANSWERS, LOOKS_AFTER = "privacy.change_rightsrequest", "webhook.view_webhookpost"
"""The rights of who answers requests about data, and of who administers the system: their every day is another."""

SECTIONS = (
    Section(
        "Richieste", "privacy_rightsrequest_changelist", permission=ANSWERS, beside="privacy.rightsrequest"
    ),
    Section("Messaggi", "broadcasts_campaign_changelist", "broadcasts.campaign", "broadcasts.view_campaign"),
    Section("Calendario", "calendar", permission="broadcasts.view_campaign"),
    Section(
        "Iscritti",
        "subscribers_subscriber_changelist",
        "subscribers.subscriber",
        "subscribers.view_subscriber",
        beside="subscribers.importbatch",
    ),
    Section(
        "Registro",
        "subscribers_consentrecord_changelist",
        "subscribers.consentrecord",
        "subscribers.view_consentrecord",
    ),
    Section("Persone", "auth_user_changelist", permission="auth.view_user", beside="auth.user"),
    Section("Spesa", "broadcasts_budget_changelist", permission=LOOKS_AFTER, beside="broadcasts.budget"),
    Section(
        "Il numero",
        "broadcasts_numberstatus_changelist",
        permission=LOOKS_AFTER,
        beside="broadcasts.numberstatus",
    ),
    Section("Tutto pronto?", "doctor", permission=LOOKS_AFTER),
    Section("Impostazioni", SETTINGS),
)

OWN_PAGES = {
    "daily_bounds": Section("Limiti di oggi", "daily_bounds", permission="trail.release_bound"),
    "doctor": Section("Tutto pronto?", "doctor", permission="webhook.view_webhookpost"),
    "subscribers_servicetext_languages": Section(
        "Lingue", "subscribers_servicetext_languages", permission="subscribers.view_servicetext"
    ),
    "posters": Section("Locandine e cartoncini", "posters", permission="broadcasts.view_campaign"),
    "subscribers_servicetext_try": Section(
        "Prova una frase", "subscribers_servicetext_try", permission="subscribers.view_subscriber"
    ),
}
"""Pages of *Impostazioni* that show no model, by the names of their addresses."""

IN_SETTINGS = {
    "Messaggi": {
        "broadcasts.ReadyText": "I messaggi che tornano, già scritti: chi scrive cambia solo ciò che serve.",
        "broadcasts.PressAddress": "Le redazioni e gli uffici che ricevono i messaggi per e-mail.",
        "broadcasts.Delivery": "A chi è arrivato ogni messaggio, e perché a qualcuno no.",
        "broadcasts.TrialNumber": "I telefoni su cui provi un messaggio prima di mandarlo.",
        "broadcasts.WhatsAppTemplate": "I testi che WhatsApp ha approvato, e quelli che aspettano.",
        "broadcasts.NumberStatus": "Che cosa WhatsApp dice del numero del Comune, e quanto si può mandare.",
        "broadcasts.AccountNotice": "Gli avvisi che WhatsApp ha mandato sul numero.",
    },
    "Iscritti": {
        "subscribers.Topic": "Gli argomenti che i cittadini scelgono.",
        "subscribers.ImportBatch": "Gli elenchi di chi ha detto di sì su un modulo di carta.",
        "privacy.RightsRequest": "Chi chiede quali dati abbiamo, o di cancellarli, ed entro quando si risponde.",
    },
    "Elezioni": {
        "elections.ElectoralPeriod": "Che cosa può partire adesso, i periodi, i nomi di chi ha una carica.",
    },
    "Orari e spesa": {
        "broadcasts.OfficeHours": "Le ore in cui i messaggi possono partire.",
        "broadcasts.Closure": "I giorni in cui l'ufficio è chiuso e nulla parte.",
        "broadcasts.Budget": "Quanto si spende in un mese, fin dove, e quanto costa un messaggio.",
        "broadcasts.Price": "I prezzi, che si leggono nella spesa.",
    },
    "Testi e informativa": {
        "subscribers.ServiceText": "Le risposte che il servizio dà da solo, e l'informativa.",
        "subscribers_servicetext_languages": "In quali lingue si risponde, e con quali parole ci si iscrive.",
        "posters": "Da stampare: come ci si iscrive, con il codice da inquadrare, in ogni lingua in uso.",
        "subscribers_servicetext_try": "Che cosa farebbe il servizio, e perché, se un cittadino scrivesse una frase.",
        "broadcasts.NoticeDecision": "Se avvisare gli iscritti di una nuova informativa: chi l'ha deciso e perché.",
    },
    "Controlli": {
        "subscribers.RegisterExport": "Chi ha portato via una parte del registro, quando e perché.",
        "subscribers.Seal": "La prova di ogni giorno che il registro è intatto, da conservare altrove.",
        "subscribers.RegisterCheck": "Quando il registro è stato controllato, e com'è andata.",
        "trail.TrailRecord": "Che cosa ha fatto ogni collega, e quando.",
        "trail.TrailCheck": "Quando le tracce sono state verificate, e com'è andata.",
        "daily_bounds": "Chi oggi ha raggiunto un limite, e a chi puoi concedere di superarlo.",
        "broadcasts.Unmasking": "A chi è stato mostrato un numero in chiaro, e perché.",
        "privacy.RetentionRun": "Che cosa è stato cancellato ogni notte, alla scadenza.",
    },
    "Account": {
        "auth.User": "I colleghi che entrano, e che cosa possono fare.",
        "accounts.AccountChange": "I cambi che aspettano una seconda persona.",
        "auth.Group": "Che cosa può fare ogni gruppo.",
    },
    "Altri programmi": {
        "api.SystemToken": "Con quali chiavi altri programmi del Comune propongono bozze.",
        "sources.Source": "Le pagine del Comune da cui nascono bozze: notizie del sito, calendario degli eventi.",
    },
    "Funzionamento": {
        "doctor": "Che cosa manca prima di aprire ai cittadini, e come si fa.",
        "webhook.DeadLetter": "Le notifiche che il programma non ha capito.",
    },
}
"""Group → its models and pages → what each is for. A test sees to it that none is missing."""
ON_ANOTHER_PAGE = ("elections.OfficeHolder",)
"""Models whose rows stand on the page of another one."""


@dataclass(frozen=True)
class Entry:
    """One line of the menu as somebody sees it on some page."""

    label: str
    address: str
    is_here: bool


def entries(user: AbstractBaseUser | AnonymousUser, url_name: str) -> list[Entry]:
    """The menu of `user`, on the page that is called `url_name`; empty for who is nobody's colleague."""
    if not isinstance(user, PermissionsMixin):
        return []
    shown = [section for section in SECTIONS if _may_see(user, section)]
    rare = is_rare(user, url_name)
    here = next((one for one in shown if (one.page == SETTINGS if rare else one.holds(url_name))), None)
    return [
        Entry(section.label, address, section is here)
        for section in shown
        if (address := _address(section.page))
    ]


def is_rare(user: AbstractBaseUser | AnonymousUser, url_name: str) -> bool:
    """Tell whether the page *Impostazioni* alone leads `user` to this one."""
    if not isinstance(user, PermissionsMixin) or not is_in_settings(url_name):
        return False
    return not any(section.holds(url_name) and _may_see(user, section) for section in SECTIONS)


def is_in_settings(url_name: str) -> bool:
    """Tell whether the page of this name is one of those that the page *Impostazioni* leads to."""
    labels = [*ON_ANOTHER_PAGE, *(label for models in IN_SETTINGS.values() for label in models)]
    prefixes = [f"{label.lower().replace('.', '_')}_" for label in labels]
    return url_name in OWN_PAGES or url_name.startswith(tuple(prefixes))


def _may_see(user: PermissionsMixin, section: Section) -> bool:
    if section.permission:
        return user.has_perm(section.permission)
    return any(user.has_perm(_viewing(label)) for models in IN_SETTINGS.values() for label in models)


def own_pages(user: PermissionsMixin) -> dict[str, tuple[str, str]]:
    """Map the names of OWN_PAGES that `user` may see to their title and address."""
    return {
        name: (page.label, _address(name))
        for name, page in OWN_PAGES.items()
        if user.has_perm(page.permission)
    }


def _viewing(label: str) -> str:
    if label in OWN_PAGES:
        return OWN_PAGES[label].permission
    app, model = label.lower().split(".")
    return f"{app}.view_{model}"


def _address(page: str) -> str:
    """The address of a page; "" while there is none of that name."""
    try:
        return reverse(f"admin:{page}")
    except NoReverseMatch:
        return ""
