"""English: what has been heard from the beginning, and the draft of all of it."""

from subscribers.rules.languages import Language

OTHERS = ("subscribe", "unsubscribe", "subscription", "please", "remove", "delete", "messages", "sending")
TITLES = {
    "Scegli argomenti": "Choose topics",
    "Scegli ancora": "Choose again",
    "Annulla": "Undo",
    "Annulla iscrizione": "Unsubscribe",
    "Iscrizione": "Subscribe",
    "Cancellazione": "Unsubscribe",
    "Contattare l'Urp": "Contact the Urp",
    "Sì, iscrivimi": "Yes, subscribe me",
    "Sì, cancellami": "Yes, unsubscribe me",
    "Sì, continua": "Yes, go on",
    "No": "No, thanks",
    "No, grazie": "No, thanks",
}
SO_FAR = Language(code="en", name="English", in_use=True, others=OTHERS, titles=TITLES)
"""The English in force from the beginning: words of joining and leaving that no Italian uses ("stop" is Italian,
too). Nobody joins by them: they are answered in English, as far as somebody has translated the texts."""
LANGUAGE = Language(
    code="en",
    name="English",
    in_use=True,
    joins=("Subscribe", "Subscription", "I want to join", "Sign me up"),
    leaves=("Unsubscribe", "Cancel my subscription", "Remove me", "No more messages", "Opt out"),
    chooses=("English",),
    courtesies=(
        *("please", "thanks", "thank you", "hello", "hi", "good morning", "good evening", "dear"),
        *("I want to", "I would like to", "me", "the", "my number"),
    ),
    others=("messages", "sending", "delete"),
    titles=TITLES,
)
WORDINGS = {
    "optin_confirm": (
        "You are subscribed. From now on you receive the news of the Comune di Cascina here, in Italian: services, "
        "deadlines, roads, alerts, events and culture.\n\n"
        "The service is free. We write during office hours; alerts may arrive at any time.\n\n"
        "To read the latest again write *Notizie*. To leave, at any time, write *Unsubscribe* or "
        "*Cancellazione*.\n\n"
        "We use only your telephone number, to send you these messages. Other subscribers do not see it. Privacy "
        "notice: {privacy_url}\n\n"
        "Save this number to recognise us. We do not answer questions or reports here: call the free number "
        "{numero_verde} or see {sito}."
    ),
    "optin_already": (
        "You have been subscribed since {data_iscrizione}: there is nothing else to do.\n\n"
        "To choose what you receive write *Argomenti*. To leave write *Unsubscribe* or *Cancellazione*."
    ),
    "optin_prompt": (
        "Do you want to receive the news of the Comune di Cascina on WhatsApp? They are in Italian.\n\n"
        "We will use only your telephone number, to send you these messages. You can leave at any time by writing "
        "*Unsubscribe* or *Cancellazione*. Privacy notice: {privacy_url}"
    ),
    "optin_prompt_declined": (
        "All right, we do not subscribe you and do not keep your number. If you change your mind write *Subscribe* "
        "or *Iscrizione*."
    ),
    "number_changed": (
        "WhatsApp tells us that your number, or your profile, has changed. Do you want to go on receiving the news "
        "of the Comune di Cascina here? We send you nothing until you answer.\n\n"
        "You can leave at any time by writing *Unsubscribe* or *Cancellazione*. Privacy notice: {privacy_url}"
    ),
    "optout_confirm": (
        "Done: you will receive no more messages from the Comune di Cascina on WhatsApp. We have taken your number "
        "off the list.\n\n"
        "If a message was already leaving, it may reach you in the next minutes.\n\n"
        "We keep only the proof that you subscribed and left, without your number in clear, because we must be able "
        "to show it (for: {durata_prova}). Privacy notice: {privacy_url}\n\n"
        "If you change your mind write *Subscribe* or *Iscrizione*."
    ),
    "optout_not_subscribed": (
        "Your number is not subscribed: you receive no messages from our service.\n\n"
        "To receive the news of the Comune di Cascina write *Subscribe* or *Iscrizione*."
    ),
    "not_subscribed": "Your number is not subscribed: before you choose topics write *Subscribe* or *Iscrizione*.",
    "ambiguous": (
        "We did not understand whether you want to subscribe or to unsubscribe. Please choose below: until you do, "
        "nothing changes."
    ),
    "join_question": (
        "Do you want to subscribe and receive the news of the Comune di Cascina on WhatsApp? They are in Italian. "
        "Until you answer, nothing changes.\n\n"
        "We will use only your telephone number, to send you these messages. You can leave at any time by writing "
        "*Unsubscribe* or *Cancellazione*. Privacy notice: {privacy_url}\n\n"
        "For anything else call, free of charge, {numero_verde}."
    ),
    "leave_question": (
        "Do you want to unsubscribe and receive no more messages from the Comune di Cascina on WhatsApp? Until you "
        "answer, nothing changes.\n\n"
        "For anything else call, free of charge, {numero_verde}."
    ),
    "third_person": (
        "Only the person who uses a number can subscribe it: from their telephone it is enough to write *Subscribe* "
        "or *Iscrizione* to this contact. We do not keep what you wrote."
    ),
    "topics_saved": (
        "{argomenti_cambiati} You now receive: {argomenti_attivi}.\n\n"
        "To leave altogether write *Unsubscribe* or *Cancellazione*."
    ),
    "topics_list": (
        "You now receive: {argomenti_attivi}.\n\n"
        "In the list, a tap takes away a topic that you receive or adds one that you do not. You can change this at "
        "any time by writing *Argomenti*."
    ),
    "my_data": (
        "This is the data that we have about you:\n"
        "• number: {numero_mascherato}\n"
        '• subscribed since {data_iscrizione}, with the message "{parola_ricevuta}"\n'
        "• privacy notice of that day: version {versione_informativa}\n"
        "• topics: {argomenti_attivi}\n"
        "• language of the answers: {lingua}\n"
        "• messages sent in the last 90 days: {messaggi_90}\n\n"
        "We do not have your name and do not keep your chats.\n\n"
        "For a full copy, to correct or erase your data write to {contatto_privacy}: we answer within a month. To "
        "receive no more messages write *Unsubscribe* or *Cancellazione*. Privacy notice: {privacy_url}"
    ),
    "my_data_none": (
        "Your number is not subscribed. If you unsubscribed in the past we may have only the proof that you "
        "subscribed "
        "and left, without your number in clear (for: {durata_prova}).\n\n"
        "To know more write to {contatto_privacy}: we answer within a month."
    ),
    "rights_received": (
        "We have cancelled your subscription and received your request to erase your data (number "
        "{protocollo_richiesta}). We answer within a month. Contact: {contatto_privacy}"
    ),
    "privacy": (
        "We use only your telephone number, to send you the news of the Comune di Cascina. Privacy notice: "
        "{privacy_url}\n\n"
        "To know which data we have about you write *I miei dati*. To leave write *Unsubscribe* or *Cancellazione*."
    ),
    "help": (
        "You can write:\n"
        "*Subscribe* or *Iscrizione* to receive the news\n"
        "*Unsubscribe* or *Cancellazione* to leave\n"
        "*Notizie* to read the last three\n"
        "*Argomenti* to choose what you receive\n"
        "*I miei dati* to know which data we have\n"
        "*Italiano* to be answered in Italian\n\n"
        "For anything else: free number {numero_verde} and {sito}. In an emergency call 112."
    ),
    "language_chosen": (
        "From now on we answer you in English. The news of the Comune di Cascina are sent in Italian.\n\n"
        "To go back to Italian write *Italiano*."
    ),
    "language_once": (
        "We answer you in English. To receive the news of the Comune di Cascina, which are in Italian, write "
        "*Subscribe* or *Iscrizione*. Until you are subscribed we do not remember your language."
    ),
    "emergency": "In an emergency call 112 at once: nobody reads messages here and we cannot help you.",
    "unknown": (
        "This number sends the news of the Comune di Cascina: here we cannot answer questions, requests and "
        "reports, "
        "and we do not keep what you write.\n\n"
        "You can contact:\n"
        "• the free number {numero_verde}\n"
        "• the public relations office (Urp): {urp_contatti}\n"
        "• the other offices, listed on {sito}\n\n"
        "In an emergency call 112.\n\n"
        "To receive the news write *Subscribe* or *Iscrizione*. To leave write *Unsubscribe* or *Cancellazione*."
    ),
    "unknown_out_of_hours": (
        "This number sends the news of the Comune di Cascina: here we cannot answer, and we do not keep what you "
        "write.\n\n"
        "The public relations office (Urp) is closed now. It opens again: {prossima_apertura}. You can then call "
        "the "
        "free number {numero_verde}. Services and contacts are always on {sito}.\n\n"
        "In an emergency call 112."
    ),
    "media_received": (
        "We received a file, but we do not open it or keep it. For reports and requests call the free number "
        "{numero_verde} or see {sito}.\n\n"
        "Do not send documents or personal data here."
    ),
}
