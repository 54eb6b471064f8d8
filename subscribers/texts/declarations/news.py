"""Automatic answers to a subscriber who asks for the latest news."""

from datetime import timedelta

from cascina_whatsapp.whatsapp.cloud_api.limits import TEXT_LIMIT
from subscribers.texts.declared import LEAVE, AutomaticText

DAY = timedelta(days=1)
TIMES = 3
ROOM_FOR_NEWS = 3000
"""Characters of one message that the news themselves may take; the words around them have the rest."""

TEXTS = (
    AutomaticText(
        key="news",
        label="Ultime notizie",
        use="A chi è iscritto e chiede le ultime notizie.",
        limit=TEXT_LIMIT - ROOM_FOR_NEWS,
        variables=("notizie",),
        must=("{notizie}", LEAVE),
        wording=(
            "Le ultime notizie degli argomenti che ricevi, dalla più recente.\n\n"
            "{notizie}\n\n"
            "Puoi scrivere *Notizie* fino a tre volte al giorno. Per scegliere cosa ricevere scrivi *Argomenti*, "
            "per smettere *Cancellazione*."
        ),
        cooldown=DAY,
        times=TIMES,
        same_message="news",
    ),
    AutomaticText(
        key="no_news",
        label="Ultime notizie, quando non ce ne sono",
        use="A chi è iscritto e chiede le ultime notizie, se dei suoi argomenti non ne sono partite da un pezzo.",
        wording=(
            "In questo periodo non è partita nessuna notizia degli argomenti che ricevi: quando parte la prossima "
            "ti arriva qui. Le informazioni del Comune sono sempre su {sito}."
        ),
        cooldown=DAY,
        times=TIMES,
        same_message="news",
    ),
)
