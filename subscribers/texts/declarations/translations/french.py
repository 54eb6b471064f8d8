"""French: a draft, to be read by somebody who grew up with it."""

from subscribers.rules.languages import Language

TITLES = {
    "Scegli argomenti": "Choisir les sujets",
    "Scegli ancora": "Choisir encore",
    "Annulla": "Revenir",
    "Annulla iscrizione": "Se désinscrire",
    "Iscrizione": "Inscription",
    "Cancellazione": "Désinscription",
    "Contattare l'Urp": "Contacter l'Urp",
    "Sì, iscrivimi": "Oui, m'inscrire",
    "Sì, cancellami": "Oui, me désinscrire",
    "Sì, continua": "Oui, continuer",
    "No": "Non, merci",
    "No, grazie": "Non, merci",
}
LANGUAGE = Language(
    code="fr",
    name="Français",
    in_use=True,
    joins=("Inscription", "Je m'inscris", "Je veux m'inscrire", "S'inscrire"),
    leaves=("Désinscription", "Se désinscrire", "Me désinscrire", "Je me désinscris", "Plus de messages"),
    chooses=("Français", "En français"),
    courtesies=("merci", "bonjour", "bonsoir", "salut", "s'il vous plaît", "svp", "je veux", "je voudrais"),
    others=("désinscrire", "inscrire", "s'abonner", "se désabonner", "aide"),
    titles=TITLES,
)
WORDINGS = {
    "optin_confirm": (
        "Votre inscription est active. Vous recevez désormais ici les nouvelles de la Comune di Cascina, en "
        "italien : "
        "services, échéances, circulation, alertes, événements et culture.\n\n"
        "Le service est gratuit. Nous écrivons aux heures de bureau ; les alertes peuvent arriver à toute heure.\n\n"
        "Pour relire les dernières écrivez *Notizie*. Pour arrêter, à tout moment, écrivez *Désinscription* ou "
        "*Cancellazione*.\n\n"
        "Nous utilisons seulement votre numéro de téléphone, pour vous envoyer ces messages. Les autres inscrits "
        "ne le "
        "voient pas. Vos données : {privacy_url}\n\n"
        "Enregistrez ce numéro pour nous reconnaître. Ici nous ne répondons pas aux questions : appelez le numéro "
        "gratuit {numero_verde} ou voyez {sito}."
    ),
    "optin_already": (
        "Vous êtes inscrit depuis le {data_iscrizione} : il n'y a rien d'autre à faire.\n\n"
        "Pour choisir ce que vous recevez écrivez *Argomenti*. Pour arrêter écrivez *Désinscription* ou "
        "*Cancellazione*."
    ),
    "optin_prompt": (
        "Voulez-vous recevoir sur WhatsApp les nouvelles de la Comune di Cascina ? Elles sont en italien.\n\n"
        "Nous utiliserons seulement votre numéro de téléphone, pour vous envoyer ces messages. Vous pouvez "
        "arrêter à "
        "tout moment en écrivant *Désinscription* ou *Cancellazione*. Vos données : {privacy_url}"
    ),
    "optin_prompt_declined": (
        "D'accord, nous ne vous inscrivons pas et ne gardons pas votre numéro. Si vous changez d'avis écrivez "
        "*Inscription* ou *Iscrizione*."
    ),
    "number_changed": (
        "WhatsApp nous dit que votre numéro, ou votre profil, a changé. Voulez-vous continuer à recevoir ici les "
        "nouvelles de la Comune di Cascina ? Tant que vous ne répondez pas nous ne vous envoyons rien.\n\n"
        "Vous pouvez arrêter à tout moment en écrivant *Désinscription* ou *Cancellazione*. Vos données : "
        "{privacy_url}"
    ),
    "optout_confirm": (
        "C'est fait : vous ne recevrez plus de messages de la Comune di Cascina sur WhatsApp. Nous avons retiré "
        "votre "
        "numéro de la liste.\n\n"
        "Si un message était déjà en route, il peut arriver dans les prochaines minutes.\n\n"
        "Nous gardons seulement la preuve de l'inscription et de la désinscription, sans le numéro en clair, "
        "parce que "
        "nous devons pouvoir la montrer (pendant : {durata_prova}). Vos données : {privacy_url}\n\n"
        "Si vous changez d'avis écrivez *Inscription* ou *Iscrizione*."
    ),
    "optout_not_subscribed": (
        "Votre numéro n'est pas inscrit : vous ne recevez pas de messages de notre service.\n\n"
        "Pour recevoir les nouvelles de la Comune di Cascina écrivez *Inscription* ou *Iscrizione*."
    ),
    "not_subscribed": (
        "Votre numéro n'est pas inscrit : avant de choisir les sujets écrivez *Inscription* ou *Iscrizione*."
    ),
    "ambiguous": (
        "Nous n'avons pas compris si vous voulez vous inscrire ou vous désinscrire. Choisissez ci-dessous : tant "
        "que "
        "vous ne choisissez pas, rien ne change."
    ),
    "join_question": (
        "Voulez-vous vous inscrire et recevoir sur WhatsApp les nouvelles de la Comune di Cascina ? Elles sont en "
        "italien. Tant que vous ne répondez pas, rien ne change.\n\n"
        "Nous utiliserons seulement votre numéro de téléphone, pour vous envoyer ces messages. Vous pouvez arrêter "
        "à tout moment en écrivant *Désinscription* ou *Cancellazione*. Vos données : {privacy_url}\n\n"
        "Pour toute autre demande appelez gratuitement le {numero_verde}."
    ),
    "leave_question": (
        "Voulez-vous vous désinscrire et ne plus recevoir de messages de la Comune di Cascina sur WhatsApp ? Tant "
        "que vous ne répondez pas, rien ne change.\n\n"
        "Pour toute autre demande appelez gratuitement le {numero_verde}."
    ),
    "third_person": (
        "Seule la personne qui utilise un numéro peut l'inscrire : depuis son téléphone il suffit d'écrire "
        "*Inscription* ou *Iscrizione* à ce contact. Nous ne gardons pas ce que vous avez écrit."
    ),
    "topics_saved": (
        "{argomenti_cambiati} Vous recevez maintenant : {argomenti_attivi}.\n\n"
        "Pour tout arrêter écrivez *Désinscription* ou *Cancellazione*."
    ),
    "topics_list": (
        "Vous recevez maintenant : {argomenti_attivi}.\n\n"
        "Dans la liste, vous enlevez d'une touche un sujet que vous recevez ou ajoutez un que vous ne recevez "
        "pas. Vous "
        "pouvez changer quand vous voulez en écrivant *Argomenti*."
    ),
    "my_data": (
        "Voici les données que nous avons sur vous :\n"
        "• numéro : {numero_mascherato}\n"
        '• inscrit depuis le {data_iscrizione}, avec le message "{parola_ricevuta}"\n'
        "• information de ce jour : version {versione_informativa}\n"
        "• sujets : {argomenti_attivi}\n"
        "• langue des réponses : {lingua}\n"
        "• messages envoyés ces 90 derniers jours : {messaggi_90}\n\n"
        "Nous n'avons pas votre nom et ne gardons pas vos conversations.\n\n"
        "Pour une copie complète, pour corriger ou effacer vos données écrivez à {contatto_privacy} : nous "
        "répondons "
        "dans un mois. Pour ne plus recevoir de messages écrivez *Désinscription* ou *Cancellazione*. Vos données : "
        "{privacy_url}"
    ),
    "my_data_none": (
        "Votre numéro n'est pas inscrit. Si vous vous êtes désinscrit dans le passé nous pouvons avoir seulement la "
        "preuve de l'inscription et de la désinscription, sans le numéro en clair (pendant : {durata_prova}).\n\n"
        "Pour en savoir plus écrivez à {contatto_privacy} : nous répondons dans un mois."
    ),
    "rights_received": (
        "Nous avons annulé votre inscription et reçu votre demande d'effacer vos données (numéro "
        "{protocollo_richiesta}). Nous répondons dans un mois. Contact : {contatto_privacy}"
    ),
    "privacy": (
        "Nous utilisons seulement votre numéro de téléphone, pour vous envoyer les nouvelles de la Comune di "
        "Cascina. "
        "Vos données : {privacy_url}\n\n"
        "Pour savoir quelles données nous avons sur vous écrivez *I miei dati*. Pour arrêter écrivez "
        "*Désinscription* "
        "ou *Cancellazione*."
    ),
    "help": (
        "Vous pouvez écrire :\n"
        "*Inscription* ou *Iscrizione* pour recevoir les nouvelles\n"
        "*Désinscription* ou *Cancellazione* pour arrêter\n"
        "*Notizie* pour lire les trois dernières\n"
        "*Argomenti* pour choisir ce que vous recevez\n"
        "*I miei dati* pour savoir quelles données nous avons\n"
        "*Italiano* pour des réponses en italien\n\n"
        "Pour tout le reste : numéro gratuit {numero_verde} et {sito}. En cas d'urgence appelez le 112."
    ),
    "language_chosen": (
        "Désormais nous vous répondons en français. Les nouvelles de la Comune di Cascina sont envoyées en "
        "italien.\n\n"
        "Pour revenir à l'italien écrivez *Italiano*."
    ),
    "language_once": (
        "Nous vous répondons en français. Pour recevoir les nouvelles de la Comune di Cascina, qui sont en italien, "
        "écrivez *Inscription* ou *Iscrizione*. Tant que vous n'êtes pas inscrit nous ne retenons pas votre langue."
    ),
    "emergency": (
        "En cas d'urgence appelez tout de suite le 112 : ici personne ne lit les messages et nous ne pouvons pas "
        "vous "
        "aider."
    ),
    "unknown": (
        "Ce numéro sert à envoyer les nouvelles de la Comune di Cascina : ici nous ne pouvons pas répondre aux "
        "questions et aux demandes, et nous ne gardons pas ce que vous écrivez.\n\n"
        "Vous pouvez contacter :\n"
        "• le numéro gratuit {numero_verde}\n"
        "• le bureau pour le public (Urp) : {urp_contatti}\n"
        "• les autres bureaux, sur {sito}\n\n"
        "En cas d'urgence appelez le 112.\n\n"
        "Pour recevoir les nouvelles écrivez *Inscription* ou *Iscrizione*. Pour arrêter écrivez *Désinscription* "
        "ou "
        "*Cancellazione*."
    ),
    "unknown_out_of_hours": (
        "Ce numéro sert à envoyer les nouvelles de la Comune di Cascina : ici nous ne pouvons pas répondre, et "
        "nous ne "
        "gardons pas ce que vous écrivez.\n\n"
        "Le bureau pour le public (Urp) est fermé. Il rouvre : {prossima_apertura}. Vous pourrez alors appeler le "
        "numéro gratuit {numero_verde}. Services et contacts sont toujours sur {sito}.\n\n"
        "En cas d'urgence appelez le 112."
    ),
    "media_received": (
        "Nous avons reçu un fichier, mais nous ne l'ouvrons pas et ne le gardons pas. Pour vos demandes appelez le "
        "numéro gratuit {numero_verde} ou voyez {sito}.\n\n"
        "N'envoyez pas ici de documents ou de données personnelles."
    ),
}
