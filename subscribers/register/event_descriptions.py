"""Events of the register in the words of the screens, under their days: what happened, what it changed, the answer.

Who reads the list of people without the register reads no citizen's words: `with_words` says which it is.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from cascina_whatsapp.accounts.staff_notices.notifying import display_name
from cascina_whatsapp.presentation.formatting.dates import WEEKDAYS, brief_day, day_of, number_of_day
from subscribers.keywords.deciding import BY_THE_MODEL
from subscribers.keywords.meanings import RETIRED
from subscribers.keywords.rules import RULES
from subscribers.models import ConsentRecord, Reply, Subscriber
from subscribers.rules.languages import parts_of
from subscribers.texts.catalogue import declared

Kind, Channel = ConsentRecord.Kind, ConsentRecord.Channel
WRITTEN = (
    RETIRED
    | {rule.id: rule.written for rule in RULES}
    | {rule: said for rule, (said, _) in BY_THE_MODEL.items()}
)
"""Rule → what a citizen writes where it decides."""
NOT_KEPT = "numero non più tenuto"
"""The words for a person whose number is not kept: who has left, or never joined."""
NOTHING = "Nessun effetto"
WAS_IN, WAS_OUT, SAID_NO = "optin_already", "optout_not_subscribed", "optin_prompt_declined"
"""The texts that answer what was so before, and a no to our question."""
ARRIVED: dict[str, str] = {
    Reply.Status.QUEUED: "non ancora partita",
    Reply.Status.SENDING: "in partenza",
    Reply.Status.SENT: "mandata",
    Reply.Status.DELIVERED: "arrivata",
    Reply.Status.UNCERTAIN: "non si sa se è arrivata",
    Reply.Status.FAILED: "non arrivata",
}
"""What became of an answer."""
EFFECTS: dict[str, tuple[str, str]] = {
    Kind.OPT_IN: ("Iscrizione", "ok"),
    Kind.OPT_IN_PENDING: ("Aspetta il suo sì", "wait"),
    Kind.OPT_OUT: ("Cancellazione", "bad"),
    Kind.TOPICS_CHANGED: ("Argomenti cambiati", "go"),
    Kind.ZONES_CHANGED: ("Zone cambiate", "go"),
    Kind.RECONFIRMED: ("Iscrizione confermata", "ok"),
    Kind.NOTICE_SENT: ("Avviso ricevuto", "go"),
    Kind.PREFERENCE_STOP: ("Cancellazione", "bad"),
    Kind.STAFF_OPT_OUT: ("Cancellazione", "bad"),
    Kind.IMPORTED: ("Iscrizione", "ok"),
    Kind.NUMBER_CHANGED: ("Numero cambiato", "go"),
    Kind.ERASED: ("Dati cancellati", "bad"),
    Kind.EXPIRED: ("Cancellazione", "bad"),
    Kind.LIMITED: ("Non riceve messaggi", "wait"),
    Kind.UNLIMITED: ("Riceve di nuovo i messaggi", "ok"),
}
"""Kind of event → what it changed, and its tone."""
BY_KIND: dict[str, str] = {
    Kind.RECONFIRMED: "Ha detto che vuole continuare",
    Kind.NOTICE_SENT: "Ha ricevuto l'avviso sulla nuova informativa",
    Kind.PREFERENCE_STOP: "Ha spento i messaggi nelle impostazioni di WhatsApp",
    Kind.PREFERENCE_RESUME: "Ha riacceso i messaggi nelle impostazioni di WhatsApp",
    Kind.STAFF_OPT_OUT: "L'ufficio ha tolto la persona",
    Kind.NUMBER_CHANGED: "Ha cambiato numero",
    Kind.ERASED: "Dati cancellati",
    Kind.EXPIRED: "Non ha risposto, e l'iscrizione è finita",
    Kind.LIMITED: "Ha chiesto la limitazione (art. 18)",
    Kind.UNLIMITED: "Limitazione tolta dall'ufficio",
}
"""Kind of event → what happened, where the words of a citizen don't say it."""
KEPT_TOPICS = {"what": "Ha tenuto gli stessi argomenti", "effect": NOTHING, "tone": ""}
"""The words of a choice that changed nothing."""
WANTED: dict[str, str] = {
    Kind.OPT_IN: "Ha chiesto di iscriversi",
    Kind.OPT_IN_PENDING: "Ha chiesto di iscriversi",
    Kind.OPT_OUT: "Ha chiesto di cancellarsi",
    Kind.TOPICS_CHANGED: "Ha scelto gli argomenti",
    Kind.ZONES_CHANGED: "Ha scelto le zone",
}
"""Kind of event → what a citizen wanted, for who doesn't read their words."""
SIGNED: dict[str, str] = {
    Channel.PAPER: "Da un modulo di carta",
    Channel.DESK: "Allo sportello",
    Channel.PEC: "Per PEC",
    Channel.KEYWORD: "Dal vecchio telefono",
}
"""Channel → where somebody signed who is in a list of paper forms."""


def people_of(records: Iterable[ConsentRecord]) -> dict[str, Subscriber]:
    """Find whose these events are; pseudonym → row."""
    names = {record.pseudonym for record in records} - {""}
    rows = Subscriber.objects.filter(
        Q(phone_pseudonym__in=names) | Q(bsuid_pseudonym__in=names), merged_into=None
    )
    return {name: row for row in rows for name in (row.phone_pseudonym, row.bsuid_pseudonym) if name in names}


def tell(records: Sequence[ConsentRecord], *, with_words: bool) -> list[dict[str, Any]]:
    """Tell these events. Reads their confirmation, actor and replies: select and prefetch them.

    Of each: `at`, when it was written into the register; the person's `number` as staff may see it, and the `address`
    of their page, "" where there is none; `what` happened, and `more` behind it: the answer, who did it and why; its
    `effect` and `tone`; the `rule` that decided, in words, and the `record`, for who verifies.
    """
    people, kept = people_of(records), _with_the_same_topics(records)
    told = [_told(record, people.get(record.pseudonym), with_words) for record in records]
    return [row | KEPT_TOPICS if row["record"].pk in kept else row for row in told]


def _with_the_same_topics(records: Sequence[ConsentRecord]) -> set[int]:
    """Find the choices that left the topics as they were."""
    before = ConsentRecord.objects.filter(
        pseudonym=OuterRef("pseudonym"), sequence__lt=OuterRef("sequence"), took_effect=True
    ).exclude(kind=Kind.ZONES_CHANGED)
    chosen = [record.pk for record in records if record.kind == Kind.TOPICS_CHANGED and record.topics]
    found = ConsentRecord.objects.filter(pk__in=chosen).annotate(
        before=Subquery(before.order_by("-sequence").values("topics")[:1])
    )
    return {pk for pk, before, topics in found.values_list("pk", "before", "topics") if before == topics}


def number_of(person: Subscriber | None) -> str:
    """The number as staff may see it; of who has none left, that it is not kept."""
    return person.masked if person and (person.phone or person.bsuid) else NOT_KEPT


def effect_of(record: ConsentRecord) -> tuple[str, str]:
    """Say what an event changed, and in which tone: "Nessun effetto: l'iscrizione non c'era"."""
    answer = parts_of(record.confirmation.key)[0] if record.confirmation else ""
    if record.kind == Kind.PREFERENCE_RESUME:
        return f"{NOTHING}: per tornare scrive «Iscrizione»", ""
    if not record.took_effect:
        return f"{NOTHING}: aveva già scelto, dopo", ""
    if answer == WAS_IN:
        return f"{NOTHING}: l'iscrizione c'era già", ""
    if answer == WAS_OUT:
        return f"{NOTHING}: l'iscrizione non c'era", ""
    if answer == SAID_NO:
        return "Non si iscrive", ""
    return EFFECTS[record.kind]


def understood_as(rule: str) -> str:
    """Say in words which rule decided: "una parola per smettere"; what is no rule of the words stays as it is."""
    bare = rule.removeprefix("caption-")
    if rule.startswith("button-"):
        return "un pulsante"
    return WRITTEN.get(bare, rule) if bare == rule else f"sotto un file: {WRITTEN.get(bare, bare)}"


def answered(record: ConsentRecord) -> str:
    """Say what was answered, and whether it arrived: "Risposta: iscrizione già attiva, arrivata"."""
    if record.confirmation is None:
        return ""
    label = declared(record.confirmation.key).label
    outcome = ", ".join(ARRIVED[reply.status] for reply in record.replies.all())
    return f"Risposta: {label[0].lower()}{label[1:]}, {outcome or 'non risulta mandata'}"


def _told(record: ConsentRecord, person: Subscriber | None, with_words: bool) -> dict[str, Any]:
    effect, tone = effect_of(record)
    what = _what(record, with_words)
    if record.kind == Kind.OPT_IN and not with_words and tone == "ok":
        what, effect = f"Ha fatto l'iscrizione{_by_button(record)}", ""
    actor, reason = display_name(record.actor), record.reason if with_words else ""
    more = [f"da {actor}" if actor else "", reason, answered(record) if with_words else ""]
    return {
        "at": record.recorded_at,
        "number": number_of(person),
        "address": _page(record, person, with_words),
        "what": what,
        "more": [line for line in more if line],
        "effect": effect,
        "tone": tone,
        "rule": understood_as(record.rule),
        "record": record,
    }


def _page(record: ConsentRecord, person: Subscriber | None, with_words: bool) -> str:
    """The page to go to: the person's; for who reads the register also that of somebody who has no row any more."""
    if not with_words:
        return reverse("admin:subscribers_subscriber_story", args=[person.pk]) if person else ""
    page = "story" if record.pseudonym else "change"
    return reverse(f"admin:subscribers_consentrecord_{page}", args=[record.pk])


def _what(record: ConsentRecord, with_words: bool) -> str:
    if record.kind == Kind.ERASED and not record.pseudonym:
        return "Prove scadute cancellate"
    if record.kind in BY_KIND:
        return BY_KIND[record.kind]
    if record.kind == Kind.IMPORTED:
        return SIGNED.get(record.channel, record.get_channel_display())
    if record.kind == Kind.ZONES_CHANGED and not (record.topics or record.content_erased_by):
        return "Ha scelto tutte le zone"
    if record.kind in (Kind.TOPICS_CHANGED, Kind.ZONES_CHANGED) and record.topics:
        return f"Ha scelto {', '.join(record.topics)}"
    if record.words and with_words:
        verb = "Ha premuto" if record.channel == Channel.BUTTON else "Ha scritto"
        return f"{verb} «{record.words}»"
    return f"{WANTED[record.kind]}{_by_button(record)}"


def _by_button(record: ConsentRecord) -> str:
    return " con il pulsante" if record.channel == Channel.BUTTON else ""


def by_day(rows: Iterable[dict[str, Any]], now: datetime) -> list[dict[str, Any]]:
    """Put rows, the newest first, under their days: its `title` and its `rows`."""
    days = groupby(rows, key=lambda row: day_of(row["at"]))
    return [{"title": title(day, now), "rows": list(own)} for day, own in days]


def title(day: date, now: datetime) -> str:
    """Write a day as a heading: "Oggi, giovedì 26", "Ieri, mercoledì 25", "Lunedì 23", "3 novembre"."""
    words = brief_day(day, now)
    near = words in ("oggi", "ieri", "domani")
    return (
        f"{words.capitalize()}, {WEEKDAYS[day.weekday()]} {number_of_day(day)}"
        if near
        else words.capitalize()
    )
