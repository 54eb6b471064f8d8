"""The ways to the admin's pages: to the few of every day in the menu, to the others on the page *Impostazioni*."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

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

    @property
    def address(self) -> str:
        """The address of its page; "" while there is none of that name."""
        return address_of(self.page)

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
    Section(
        "Messaggi",
        "broadcasts_campaign_changelist",
        "broadcasts.campaign",
        "broadcasts.view_campaign",
        beside="broadcasts.delivery",
    ),
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
    Section(
        "Il numero",
        "broadcasts_numberstatus_changelist",
        permission=LOOKS_AFTER,
        beside="broadcasts.numberstatus",
    ),
    Section("Tutto pronto?", "doctor", permission=LOOKS_AFTER),
    Section("Impostazioni", SETTINGS),
)


@dataclass(frozen=True)
class Way:
    """A page, by the name of its address, with the right to open it."""

    page: str
    permission: str


def list_of(model: str) -> Way:
    """The list of the rows of a model."""
    app, name = model.split(".")
    return Way(f"{app}_{name}_changelist", f"{app}.view_{name}")


@dataclass(frozen=True)
class Setting:
    """One entry of *Impostazioni*: a question, and the page that answers it."""

    label: str
    question: str
    ways: tuple[Way, ...]
    """The first that the reader may open is where the entry leads."""
    holds: tuple[str, ...] = ()
    """The models whose pages lie in it, and names of other pages."""


Links = Iterable[tuple[str, Section | Setting]]
"""Where → what stands there: a section behind the one of a page, or an entry in a group of *Impostazioni*."""


IN_SETTINGS = {
    "Messaggi": (
        Setting(
            "Testi pronti",
            "Che cosa scriviamo spesso?",
            (list_of("broadcasts.readytext"),),
            ("broadcasts.readytext",),
        ),
        Setting(
            "Argomenti",
            "Che cosa possono scegliere i cittadini?",
            (list_of("subscribers.topic"),),
            ("subscribers.topic",),
        ),
        Setting("Zone", "Di quali luoghi scriviamo?", (list_of("subscribers.zone"),), ("subscribers.zone",)),
        Setting(
            "Orari",
            "Quando può partire?",
            (list_of("broadcasts.officehours"),),
            ("broadcasts.officehours", "broadcasts.closure"),
        ),
    ),
    "Persone e dati": (
        Setting(
            "Moduli di carta",
            "Chi ha detto di sì su carta?",
            (list_of("subscribers.importbatch"),),
            ("subscribers.importbatch",),
        ),
        Setting(
            "Richieste sui dati",
            "A chi dobbiamo una risposta, ed entro quando?",
            (list_of("privacy.rightsrequest"),),
            ("privacy.rightsrequest", "privacy.retentionrun"),
        ),
        Setting(
            "Prove",
            "Il registro è intatto, e come lo si dimostra?",
            (Way("proofs", "subscribers.view_registercheck"),),
            (
                "proofs",
                "subscribers.registerexport",
                "subscribers.seal",
                "subscribers.registercheck",
                "trail.trailcheck",
            ),
        ),
        Setting(
            "Tracce",
            "Chi ha fatto che cosa?",
            (list_of("trail.trailrecord"),),
            ("trail.trailrecord", "daily_bounds"),
        ),
    ),
    "Servizio": (
        Setting(
            "Testi del servizio",
            "Che cosa risponde da solo?",
            (
                list_of("subscribers.servicetext"),
                Way("subscribers_servicetext_try", "subscribers.view_subscriber"),
            ),
            ("subscribers.servicetext", "broadcasts.noticedecision"),
        ),
        Setting(
            "Il numero",
            "WhatsApp ci lascia lavorare?",
            (Way("broadcasts_numberstatus_changelist", "broadcasts.view_accountnotice"),),
            ("broadcasts.numberstatus", "broadcasts.accountnotice", "broadcasts.whatsapptemplate"),
        ),
    ),
    "Impianto": (
        Setting(
            "Persone",
            "Chi entra, e che cosa può fare?",
            (list_of("auth.user"),),
            ("auth.user", "accounts.accountchange"),
        ),
        Setting(
            "Tutto pronto?",
            "Funziona tutto?",
            (Way("doctor", LOOKS_AFTER),),
            ("doctor", "webhook.deadletter", "api.systemtoken", "sources.source"),
        ),
    ),
}
"""Group → its entries, each with one question. A test sees to it that no page of the admin is in none."""


def linked(user: PermissionsMixin, place: str, links: Links) -> list[Section]:
    """Select the ways to pages that stand at this place, as far as `user` may go them."""
    found = [section for at, section in links if at == place and isinstance(section, Section)]
    return [section for section in found if user.has_perm(section.permission)]


def grouped(links: Links) -> dict[str, list[Setting]]:
    """Return the groups of *Impostazioni* with their entries, those of `links` last."""
    return {
        group: [*entries, *(one for at, one in links if at == group and isinstance(one, Setting))]
        for group, entries in IN_SETTINGS.items()
    }


def entries(user: AbstractBaseUser | AnonymousUser, url_name: str, links: Links) -> list[dict[str, Any]]:
    """The menu of `user`, on the page that is called `url_name`; empty for who is nobody's colleague.

    `links`: more entries, each behind the one of a page.
    """
    if not isinstance(user, PermissionsMixin):
        return []
    shown = _shown_to(user, links)
    rare = is_rare(user, url_name, links)
    here = next((one for one in shown if (one.page == SETTINGS if rare else one.holds(url_name))), None)
    return [
        {"label": section.label, "address": address, "is_here": section is here}
        for section in shown
        if (address := section.address)
    ]


def is_rare(user: AbstractBaseUser | AnonymousUser, url_name: str, links: Links) -> bool:
    """Tell whether the page *Impostazioni* alone leads `user` to this one."""
    if not isinstance(user, PermissionsMixin) or not is_in_settings(url_name, links):
        return False
    return not any(section.holds(url_name) for section in _shown_to(user, links))


def is_in_settings(url_name: str, links: Links) -> bool:
    """Tell whether the page of this name is one of those that the page *Impostazioni* leads to."""
    entries = (entry for group in grouped(links).values() for entry in group)
    found = [name.replace(".", "_") for entry in entries for name in entry.holds]
    return any(url_name == name or url_name.startswith(f"{name}_") for name in found)


def settings_of(user: PermissionsMixin, links: Links) -> list[tuple[str, list[dict[str, str]]]]:
    """The groups of *Impostazioni* with the entries of which `user` may open a page; `links`: those of slices."""
    groups = [
        (group, [shown for entry in entries if (shown := _shown(user, entry))])
        for group, entries in grouped(links).items()
    ]
    return [(group, shown) for group, shown in groups if shown]


def _shown_to(user: PermissionsMixin, links: Links) -> list[Section]:
    """List the sections of the menu of `user`, each before those that stand behind it."""
    return [
        one
        for section in SECTIONS
        for one in ([section] if _may_see(user, section, links) else []) + linked(user, section.page, links)
    ]


def _shown(user: PermissionsMixin, entry: Setting) -> dict[str, str]:
    """Show an entry and where it leads its reader; nothing where it leads nowhere."""
    way = next((one for one in entry.ways if user.has_perm(one.permission) and address_of(one.page)), None)
    return {"label": entry.label, "question": entry.question, "address": address_of(way.page)} if way else {}


def _may_see(user: PermissionsMixin, section: Section, links: Links) -> bool:
    return user.has_perm(section.permission) if section.permission else bool(settings_of(user, links))


def address_of(page: str) -> str:
    """The address of a page by its name without "admin:"; "" while there is none of that name."""
    try:
        return reverse(f"admin:{page}")
    except NoReverseMatch:
        return ""
