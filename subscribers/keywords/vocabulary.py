# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words that the keyword rules know, folded: lower case, no accents.

Words may be added here; whoever does adds a sentence to the examples of the tests and a new VERSION.
"""

from .tables import forms, words

VERSION = "1"
"""Kept in the register with every decision."""

# Words around a wish -----------------------------------------------------------------------------------------

NEGATIONS = words("""
    non no nn nun unn mai ne neanche nemmeno neppure mica senza niente nessun nessuno nessuna nulla
""")
NOT = words("non nn nun unn mai neanche nemmeno neppure mica senza")
"""What turns a goodbye round; "no, cancellatemi" is one all the same."""
TUSCAN_NOT_BEFORE = words("""
    mi ne vi voglio vo vorrei mandate scrivete iscrivete cancellate cancellatemi iscrivetemi
""")
"""Before these "un" is "non"."""
NEW_CLAUSE = words("""
    non nn nun unn ma pero quindi percio siccome perche altrimenti senno anzi che
""")
QUESTION_WORDS = words("perche come quando cosa chi quale quanto")
WISH = words("""
    vorrei voglio vo volevo desidero desidererei desideravo gradirei preferirei chiedo richiedo chiede
    richiede piacerebbe garberebbe prego
""")
CAN_YOU = words("""
    potete puoi puo potreste potresti potrebbe deve devi dovete riuscite dispiace
""")
REQUEST = WISH | words("""
    confermo effettuare effettuo fare faccio far procedere procedo procedete richiesta
""")
POLITE = words("""
    salve buongiorno buonasera buonanotte buondi ciao ehi hey grazie mille tante infinite molte
    cortesemente gentilmente gentile gentili gentilissimi spett spettabile egregi saluti saluto
    cordiali distinti cordialmente anticipatamente anticipo subito ok okay certo si sisi va bene
    signori signora signore deh de oh boia pure volentieri adesso ora urp prego chiamo sono on
    sottoscritto sottoscritta prega pregasi
""")
ARTICLES = words("""
    il lo la l i gli le una mia mio della dell del dello alla all al
""")
GRAMMAR = ARTICLES | words("""
    mi me vi di d da dal dalla dalle dai a ad ai agli alle dei delle degli per con e ed su sul sulla
    sulle sui sugli questo questa
""")
BEFORE_OTHERS = words("""
    per di a e anche da con del della autorizzo acconsento consento accetto
""")
"""After these a name is not the sender's."""
SERVICE = words("""
    servizio whatsapp watsapp whatapp whatsap wathsapp whatsup wapp wa comune cascina lista gruppo
    canale broadcast messaggistica istantanea istituzionale istituzionali vostro vostra vostri vostre
    ente municipio
""")
OUR_LIST = words("""
    lista servizio gruppo canale broadcast elenco elenchi rubrica
""")
NEWS = words("""
    messaggi notizie comunicazioni news aggiornamenti avvisi notifiche novita comunicati
""")
NAMED_OURS = words("""
    comune cascina whatsapp wa vostri vostre vostro servizio canale
""")
OURS = NAMED_OURS | words("le i gli")
SAID_OTHERWISE = {
    "per favore": "prego",
    "per piacere": "prego",
    "per cortesia": "prego",
    "please": "prego",
    "con piacere": "volentieri",
    "buon giorno": "saluti",
    "buon pomeriggio": "saluti",
    "buona sera": "saluti",
    "buona giornata": "saluti",
    "buona serata": "saluti",
    "buon lavoro": "saluti",
    "se potete": "prego",
    "se possibile": "prego",
    "il prima possibile": "subito",
    "prima possibile": "subito",
    "al piu presto": "subito",
    "d accordo": "accordo",
    "con la presente": "cortesemente",
    "mi cancello": "mi cancella",  # without "mi" it is a gate
    "mi cancelli": "mi cancella",
    "lasciatemi in pace": "cancellatemi",
    "lasciami in pace": "cancellatemi",
    "lasciatemi stare": "cancellatemi",
    "fatemi uscire": "cancellatemi",
    "fatemi escire": "cancellatemi",
    "stop it": "stop",
    "m interessa": "mi interessa",
    "remove me": "cancellatemi",
    "dis iscrizione": "disiscrizione",
    "de iscrizione": "disiscrizione",
    "iscrizione off": "disiscrizione",
}
"""What is said in more than one word, and the word of the tables that says the same."""

# Joining -----------------------------------------------------------------------------------------------------

JOIN_NOUN = words("iscrizione iscriz iscrizi iscrizio iscrizion")
JOIN_ME = words("iscrivimi iscrivetemi")
JOIN_WITH_MI = words("iscrivo iscriva iscrivi iscrivete")
TO_JOIN = words("iscrivermi iscrivemmi reiscrivermi riiscrivermi")
TO_JOIN_WITH_MI = words("iscrivere iscrive")
JOIN_VERBS = JOIN_ME | JOIN_WITH_MI | TO_JOIN | TO_JOIN_WITH_MI
MADE_MEMBER = words("iscritto iscritta inserito inserita messo messa aggiunto aggiunta")
ADD_ME = forms("segn registr", "ami atemi armi") | words("""
    aggiungimi aggiungetemi aggiungermi inseriscimi inseritemi inserirmi mettimi mettetemi mettermi
    includetemi
""")
ADD_WITH_MI = forms("segn registr", "a i ate") | words("""
    aggiunga aggiungi aggiungete inserisca inserisci inserite metta metti mettete
""")
ENTER = words("entrare aderisco aderire parte")
SEND_ME = words("mandami mandatemi inviami inviatemi tenetemi")
CONSENT = words("autorizzo acconsento consento accetto consenso")
RECEIVE = words("ricezione ricevere inviarmi mandarmi invio inviare mandare")
RECEIVING = RECEIVE | words("""
    ricevo riceve riceviamo arrivano mandate inviate mandatemi inviatemi
""")
SMALL_PRINT = words("""
    immagini documenti informazioni trattamento dati personali miei mie propri do
""")
"""Allowed beside words of consent only: "iscrizione documenti" is about something else."""
ACTIVATE = words("attiva attivare attivate attivazione")
"""Other towns announce "Attiva iscrizione"; alone these say nothing."""
VERB_ONLY = words("""
    bimbo bimba o cittadino cittadina residente abito vivo in nel nella essere anche anch io allora
    numero telefono cellulare aggiornato aggiornata
""")
"""Beside the noun these would be somebody else's business: "iscrizione bimbo"."""
BEFORE_JOIN_NOUN = POLITE | GRAMMAR | SERVICE | NEWS | CAN_YOU | REQUEST | ACTIVATE | JOIN_NOUN
AFTER_JOIN_NOUN = (POLITE | GRAMMAR | SERVICE | NEWS | JOIN_NOUN) - {"va", "bene"}
JOIN_SPEECH = BEFORE_JOIN_NOUN | VERB_ONLY | OUR_LIST | RECEIVE
"""A message with any other word does not join."""

# Leaving -----------------------------------------------------------------------------------------------------

LEAVE_NOUN = words("""
    cancellazione cancellazioni cancell cancellaz cancelaz cancellazi cancellazion
""")
UNSUBSCRIBE = words("""
    disiscrizione disinscrizione disiscrivi disiscrivo disiscrivere disiscriviti disattivazione
    disattiva disattivate disattivare unsubscribe cancel quit exit stop
""")
CANCEL = forms("cancell elimin", "a ate are") | words("rimuovi rimuovete rimuovere rimozione eliminazione")
GIVE_UP = words("""
    disdetta disdico disdire rinuncio rinuncia rinunciare recesso recedo recedere revoca revoco
    revocare
""")
END = forms("annull lev", "a i ate are o") | words("""
    annullamento abbandono lascio togli tolga togliete togliere rimuova ritiro ritirare tolgo
    interrompete interrompere
""")
"""These need an object of ours: "annulla iscrizione", "togliete il mio numero"."""
ENOUGH = words("""
    basta smettere smettila smettetela smetti smettete smetta finitela finiscila piantatela piantala
    esci esco uscire
""")
STOP_WORDS = LEAVE_NOUN | UNSUBSCRIBE | CANCEL | GIVE_UP | ENOUGH
IMPERATIVES = forms("cancell elimin lev cav disattiv annull depenn", "ami atemi") | words("""
    toglimi toglietemi rimuovimi rimuovetemi disiscrivimi disiscrivetemi escludimi escludetemi
""")
LEAVE_ME = (
    IMPERATIVES
    | forms("cancell elimin lev cav disattiv annull depenn", "armi")
    | words("""
    togliermi rimuovermi disiscrivermi escludermi cancellammi levammi
""")
)
LEAVE_WITH_MI = (
    CANCEL
    | END
    | words("""
    elimini tolgo disiscrivo disiscriva disiscrivete escluda escludete
""")
)
REMOVED = forms("cancell elimin lev depenn", "ato ata") | words("tolto tolta rimosso rimossa escluso esclusa")
LEAVE_WORDS = STOP_WORDS | LEAVE_WITH_MI | LEAVE_ME | REMOVED
LEAVE_CLEARLY = (LEAVE_NOUN | UNSUBSCRIBE | CANCEL | GIVE_UP | LEAVE_ME | REMOVED) - {"stop"}
"""After "non" or "no" these turn a goodbye round; "non ne posso più, stop" is one."""
ENDING = LEAVE_NOUN | UNSUBSCRIBE | CANCEL | GIVE_UP | END
YOU_ACT = forms("cancell elimin lev disattiv annull", "a i ate") | words("""
    togli tolga togliete rimuova rimuovi rimuovete disiscriva disiscrivete smettete smetti smetta
""")
"""A question with one of these and "mi" or "mio" asks us to act: "mi cancellate?"."""
ME = words("mi me mio mia miei mie scrivermi mandarmi inviarmi")
MY_THINGS = words("""
    iscrizione gruppo lista numero contatto nominativo nome utenza adesione consenso autorizzazione
    registrazione servizio invio profilo recapito cellulare
""")
ERASING = LEAVE_NOUN | CANCEL | LEAVE_ME | END
OBJECTION = words("oppongo oppormi opposizione")
OBJECTED = NEWS | words("dati trattamento invio")
LEAVE_ONLY = words("""
    piu sempre definitivamente immediatamente tutto tutti tutte tutta cosi qui qua li costi mezzo
    torno dagli sistema database archivi archivio contatti nel nella in essere stato o voi ma pero
    quindi percio anzi sto sti sta ste questi queste ricevere far parte altri niente nulla scrivermi
    mandarmi inviarmi inviare mandare no ne bimbo bimba ragazzi miei mie io iscritto iscritta sbaglio
    errore presto trattamento dati personali sensi art artt articolo gdpr regolamento ue legge diritto
    spam pubblicita immediata utente chat intendo totale definitiva completa contattato contattata
    disturbato disturbata esercito esercitare 2016 679 13 15 17 21 7
""")
LEAVE_SPEECH = frozenset().union(
    POLITE, GRAMMAR, SERVICE, OUR_LIST, NEWS, CAN_YOU, REQUEST, LEAVE_WORDS, MY_THINGS, OBJECTION, LEAVE_ONLY
)
"""A clause with any other word is no goodbye."""

WANTED = words("voglio vo vorrei desidero")
UNWANTED = NEWS | words("contattato contattata disturbato disturbata")
NO_LONGER_WANTED = WANTED | words("""
    intendo gradisco garba interesse acconsento autorizzo consento do interessa interessano
    interessato interessata serve servono mai niente
""")
DONT_SEND = words("""
    mandatemi mandarmi mandami inviatemi inviarmi inviami scrivetemi scrivermi scrivimi contattatemi
    contattarmi disturbatemi disturbarmi
""")
DONT_SEND_WITH_MI = words("""
    mandate mandare mandi inviate inviare scrivete scrivere scriva contattate disturbate
""")
NO_MORE_SPEECH = (
    LEAVE_SPEECH | NEGATIONS | NO_LONGER_WANTED | DONT_SEND | DONT_SEND_WITH_MI | {"sapere", "ho"}
) - LEAVE_CLEARLY

# Neither -----------------------------------------------------------------------------------------------------

HALF_WORDS = words("""
    off on attiva attivazione attivare riattiva riattivare riattivazione adesione subscribe start join
    isc iscr iscri canc cance annulla annullare annulli annullamento registrazione unscrizione
    inscrizione discrizione end fine delete opt out iscrizioni sospendi
""")
HALF_REQUESTS = HALF_WORDS | ADD_ME | ADD_WITH_MI | CONSENT | words("aderisco aderire oppongo sospendete")
ANSWERS = words("""
    si no ok okay va bene certo yes accordo cosi 0 1 2 3 4 5 6 7 8 9
""")
YES = words("si sisi ok okay certo certamente confermo conferma accordo volentieri yes")
"""Of ANSWERS, those that agree; in words only, since the question has no numbers."""
NO = words("no nono non")
REFUSING = words("voglio vorrei mi interessa confermo iscrivermi iscrivetemi iscrivimi iscrivo piu")
"""What may stand beside a no."""
INTEREST = words("""
    interessa interessano interessato interessata interesserebbe interesse
""")
UNRELATED = words("""
    descrizione descrizioni discrezione trascrizione prescrizione sottoscrizione circoscrizione
    ascrizione cancello cancelli cancelletto cancellino cancelleria cancelliere lavatemi lavami
    massaggi massaggio comunque desiderio informazione
""")
"""Real words within a letter of one above."""
SOMEBODYS = words("""
    iscrivono iscriversi iscriverti iscriverci iscrivervi iscriviti iscrivetevi iscriveteci iscrivici
    iscritti iscritte iscriverlo iscriverla iscrivilo iscrivila cancellarsi cancellarti cancellarci
    cancellarvi cancellarlo cancellarla cancellati disiscritto disiscritta
""")
"""About joining or leaving, and not about who writes."""
CONSENT_WORDS = JOIN_NOUN | JOIN_VERBS | (LEAVE_NOUN | UNSUBSCRIBE | GIVE_UP | LEAVE_ME) - {"stop"}
CONSENT_BEGINNINGS = tuple(
    words("""
    iscr isci isri icri inscri reiscri preiscri cancel canccel cancl disiscri subscri unsubscri oblio
""")
)
OTHER_MEMBERS = words("""
    marito moglie figlio figlia figli figlie mamma madre padre babbo nonna nonno nonni zia zio suocera
    suocero nipote nipoti fratello sorella cognata cognato amica amico compagno compagna fidanzata
    fidanzato genitori vicina vicino collega famiglia familiari
""")
EMERGENCY = words("""
    112 113 115 118 ambulanza incendio fiamme brucia alluvione esondazione esondato allagato allagata
    allagamento ferito ferita feriti sangue caduto caduta infarto svenuto svenuta soccorso soccorsi
    sos scoppio esplosione crollo crollato annegando affogando terremoto frana aggressione aggredita
    aggredito ladri rapina sparatoria intrappolato intrappolata intrappolati pompieri carabinieri
    suicidio suicidarmi respira respiro incidente emergenza
""")
TOPIC_COMMANDS = words("argomento argomenti")
TOPICS = TOPIC_COMMANDS | words("""
    tema temi scegli scegliere scelgo scelta cambia cambiare cambio modifica modificare gestisci
    gestire vorrei voglio gli i l tutti miei lista elenco degli quali sono
""")
MY_DATA = words("""
    i miei dati quali che cosa avete su di me mio mia personali vedere sapere conoscere vorrei voglio
    accesso accedere ai copia dei chiedo richiedo richiesta conservate trattate sapete conto mostrami
    avere l del diritto articolo art 15 gdpr
""")
HELP_COMMANDS = words("""
    aiuto help menu info informazioni informazione comandi istruzioni funziona assistenza
""")
HELP = HELP_COMMANDS | words("""
    come cosa posso fare scrivere il servizio vorrei volevo avere delle piu sul sulla lista whatsapp
    di ho bisogno del questo comune cascina serve che a e
""")
PRIVACY_COMMANDS = words("privacy informativa dpo rpd gdpr garante")
PRIVACY = PRIVACY_COMMANDS | words("""
    policy sulla la l dei dati personali trattamento sul al il vostra leggere
""")
COMMAND_SPEECH = HELP | TOPICS | MY_DATA | POLITE
THANKS = words("""
    grazie ringrazio ringraziamo complimenti bravi bravissimi gentilissimi
""")
