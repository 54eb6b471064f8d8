"""The buttons of a broadcast, in the order in which its pages offer them."""

from django.contrib.auth.models import User
from django.utils import timezone

from broadcasts import launching
from broadcasts.content.service import service_events
from broadcasts.launching import approval
from broadcasts.launching.departure import Departure
from broadcasts.launching.drafts import service_drafts
from broadcasts.models import Campaign
from broadcasts.pages.fields import decision_forms
from broadcasts.parts.button import Button
from broadcasts.parts.decision_form import ReasonForm
from broadcasts.rules.states import CAMPAIGN_MAY_FOLLOW, CampaignStatus

WRITE_CHANGE = Button(
    name="what-changes",
    label="Scrivi che cosa cambia",
    explanation="Di' in una frase che cosa cambia per chi è iscritto: il resto del messaggio è già scritto nel testo "
    "del servizio. Niente altre notizie: questo messaggio dice solo questo.",
    permission="change_campaign",
    states={CampaignStatus.DRAFT},
    makes_sense=lambda campaign: campaign.purpose == Campaign.Purpose.NOTICE,
    act=service_drafts.write_what_changes,
    form=decision_forms.WhatChangesForm,
    done="Salvato: rileggi l'anteprima.",
)
WRITE_DETAILS = Button(
    name="details",
    label="Cambia i dati",
    explanation="Il resto del messaggio è già scritto nel testo del servizio: qui si scrive solo ciò che cambia da "
    "una volta all'altra. Salvando, il messaggio prende anche le parole del testo in vigore adesso.",
    permission="change_campaign",
    states={CampaignStatus.DRAFT},
    makes_sense=lambda campaign: campaign.purpose in service_events.SERVICE_EVENTS,
    act=service_drafts.write_details,
    form=decision_forms.DetailsForm,
    done="Salvato: rileggi l'anteprima.",
)
ASK_REVIEW = Button(
    name="ask-review",
    label="Chiedi approvazione",
    explanation="Il messaggio passa a chi lo approva, e il testo resta com'è. Per cambiarlo ritiri la richiesta.",
    permission="change_campaign",
    states={CampaignStatus.DRAFT},
    act=launching.ask_review,
    done="Approvazione chiesta.",
)
WITHDRAW = Button(
    name="withdraw-request",
    label="Ritira e correggi",
    permission="change_campaign",
    states={CampaignStatus.IN_REVIEW},
    act=launching.withdraw_request,
    done="Ritirato: è di nuovo fra le bozze.",
    is_at_once=True,
)
SEND_BACK = Button(
    name="send-back",
    label="Rimanda con una nota",
    explanation="Il messaggio torna a chi lo ha scritto, con la tua nota.",
    permission="launch_campaign",
    states={CampaignStatus.IN_REVIEW},
    act=launching.send_back,
    form=decision_forms.SendBackForm,
    done="Rimandato con la tua nota.",
)
CHANGE_NOTE = Button(
    name="note",
    label="Cambia la nota",
    explanation="Chi ha scritto il messaggio legge la nota nuova al posto della prima, e una novità lo avverte.",
    permission="launch_campaign",
    states={CampaignStatus.DRAFT},
    makes_sense=approval.was_sent_back,
    act=launching.change_note,
    objection=launching.why_not_noted,
    form=decision_forms.NoteForm,
    done="Nota cambiata.",
)
LAUNCH = Button(
    name="launch",
    label="Leggi e approva",
    explanation="Controlla l'anteprima e scegli quando parte. Approvi il messaggio com'è adesso: se poi cambia, "
    "serve un'altra approvazione.",
    permission="launch_campaign",
    states={CampaignStatus.DRAFT, CampaignStatus.IN_REVIEW},
    act=launching.launch,
    objection=approval.why_not_unasked,
    form=decision_forms.LaunchForm,
    permission_if_urgent="launch_urgent_campaign",
    done=lambda campaign, now: f"Approvato: {Departure(campaign, now).in_words}.",
)
TAKE_BACK = Button(
    name="take-back",
    label="Rimanda in approvazione",
    permission="steer_campaign",
    writers_until_it_begins=True,
    states={CampaignStatus.APPROVED},
    act=launching.take_back,
    done="Annullato: non è partito niente.",
    is_at_once=True,
)
REVISE = Button(
    name="revise",
    label="Correggi",
    permission="change_campaign",
    states=set(approval.BEFORE_START),
    only_writers=True,
    makes_sense=lambda campaign: campaign.may_be_revised,
    act=approval.revise,
    done="È di nuovo una bozza: correggila, poi chiedi l'approvazione.",
    is_at_once=True,
)
MOVE = Button(
    name="move",
    label="Sposta",
    explanation="Parte in un altro momento, e resta approvato: chi l'ha scritto e chi l'ha approvato lo sanno.",
    permission="steer_campaign",
    writers_until_it_begins=True,
    states={CampaignStatus.APPROVED},
    act=launching.move_to,
    form=decision_forms.MoveForm,
    done=lambda campaign, now: f"Spostato: {Departure(campaign, now).in_words}.",
)
PAUSE = Button(
    name="pause",
    label="Ferma",
    permission="steer_campaign",
    states=CAMPAIGN_MAY_FOLLOW[CampaignStatus.PAUSED],
    act=launching.pause,
    also_writers=True,
    done="",
    is_at_once=True,
    already={CampaignStatus.PAUSED: "Era già fermato."},
)
EXPLAIN_PAUSE = Button(
    name="pause-reason",
    label="Scrivilo",
    permission="view_campaign",
    states={CampaignStatus.PAUSED, CampaignStatus.CANCELLED},
    act=launching.explain,
    also_writers=True,
    objection=launching.why_not_explained,
    form=ReasonForm,
    done="Scritto.",
    is_at_once=True,
)
"""The button beside the question why, for whoever stopped or cancelled it: none of the page's other buttons."""
RESUME = Button(
    name="resume",
    label="Riprendi",
    explanation="L'invio continua da dove si era fermato: nessuno lo riceve due volte.",
    permission="steer_campaign",
    states={CampaignStatus.PAUSED},
    act=launching.resume,
    objection=lambda campaign, by: launching.why_not_resumed(campaign, by, timezone.now()),
    done="Ripreso.",
)
CANCEL = Button(
    name="cancel",
    label="Annulla il messaggio",
    permission="steer_campaign",
    writers_until_it_begins=True,
    states=CAMPAIGN_MAY_FOLLOW[CampaignStatus.CANCELLED],
    act=launching.cancel,
    form=ReasonForm,
    done="Annullato: non parte più. Se serve ancora, copialo in un messaggio nuovo.",
    is_final=True,
    is_at_once=True,
    already={CampaignStatus.CANCELLED: "Era già annullato."},
)
BUTTONS = (
    WRITE_CHANGE,
    WRITE_DETAILS,
    ASK_REVIEW,
    WITHDRAW,
    SEND_BACK,
    CHANGE_NOTE,
    LAUNCH,
    TAKE_BACK,
    REVISE,
    MOVE,
    PAUSE,
    RESUME,
    CANCEL,
)


def buttons_for(user: User, campaign: Campaign) -> list[Button]:
    """The buttons that this person has on this broadcast now."""
    return [button for button in BUTTONS if button.is_for(user, campaign)]
