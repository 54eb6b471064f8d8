"""The words, folded, of what neither joins nor leaves: half words, commands, doubts, other people."""

from . import vocabulary as v
from .word_lists import words

HALF_WORDS = words("""
    off on attiva attivazione attivare riattiva riattivare riattivazione adesione subscribe start join
    isc iscr iscri iscriz iscrizi canc cance cancell cancellaz cancelaz cancellazi
    annulla annullare annulli annullamento registrazione unscrizione
    inscrizione discrizione uscrizione escrizione end fine delete opt out iscrizioni sospendi sospendere
    sospensione blocca bloccare interrompete interrompere inizio avvia registrati
""")
HALF_REQUESTS = (
    HALF_WORDS
    | v.ACTIVATE
    | v.ADD_ME
    | v.ADD_WITH_MI
    | v.CONSENT
    | words("aderisco aderire oppongo sospendete")
)
ANSWERS = words("""
    si no ok okay va bene certo yes accordo cosi perfetto forse boh s n 0 1 2 3 4 5 6 7 8 9
""")
YES = words("si sisi ok okay certo certamente confermo conferma accordo volentieri yes")
"""The answers that agree; in words only, since the question has no numbers."""
NO = words("no nono non")
REFUSING = words("voglio vorrei mi interessa confermo iscrivermi iscrivetemi iscrivimi iscrivo piu")
"""The words that may stand beside a no."""
INTEREST = words("""
    interessa interessano interessato interessata interesserebbe interesse
""")
UNRELATED = words("""
    descrizione descrizioni discrezione trascrizione prescrizione sottoscrizione circoscrizione chiedere
    chiedete firmare formare ascrizione cancello cancelli cancelletto cancellino cancelleria cancelliere
    lavatemi lavami massaggi massaggio scriverei scriverebbe scriverete comunque desiderio informazione
    contento contenta
""")
"""Real words within a letter of one above."""
SOMEBODYS = words("""
    iscrivono iscriversi iscriverti iscriverci iscrivervi iscriviti iscrivetevi iscriveteci iscrivici
    iscriverei iscrivero iscriverebbe iscritti iscritte iscriverlo iscriverla iscrivilo iscrivila
    cancellarsi cancellarti cancellarci cancellarvi cancellarlo cancellarla cancellati disiscritto
    disiscritta toglietelo toglietela toglieteli toglietele toglierlo toglierla
""")
"""About joining or leaving, and not about who writes."""
CONSENT_WORDS = (
    v.JOIN_NOUN | v.JOIN_VERBS | (v.LEAVE_NOUN | v.UNSUBSCRIBE | v.GIVE_UP | v.LEAVE_ME) - {"stop"}
)
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
TOPIC_NAMES = words("""
    evento eventi cultura culturale culturali viabilita
""")
"""The words by which citizens call one topic; "allerte" may be all that we send, "cantieri" are in the street."""
NO_TOPIC = words("""
    non no basta stop niente togli togliete toglietemi toglimi togliere rimuovete rimuovi rimuovetemi
    cancellate cancellatemi cancellarmi disiscrivetemi disiscrivermi levate levatemi
""")
FEWER = words("solo soltanto solamente troppi troppe meno")
BESIDE_A_TOPIC = words("""
    piu voglio vorrei volevo desidero ricevere ricevo avere mi interessa interessano mandatemi mandarmi
    mandate inviatemi inviate arrivino solo soltanto gli l le la il i dell dall sull degli dagli argomento
    potete puoi puo cantieri scadenze
""")
STANDING = words("iscritto iscritta")
AM_I = words("sono risulto")
AROUND_STANDING = (
    STANDING
    | AM_I
    | words("io gia ancora al a il mio numero se o no sapere dirmi vorrei volevo mi potete puo")
)
NEWS_COMMANDS = words("notizie notizia notize notiza novita news")
LATEST = words("ultime ultima ultimi ultimo ultimissime recenti recente")
TO_LEARN = words("sapere leggere vedere")
ASKING_FOR_NEWS = (
    NEWS_COMMANDS
    | LATEST
    | v.NEWS
    | words("""
    salve buongiorno buonasera ciao saluti saluto gentilmente cortesemente prego scusate scusi grazie
    mille oggi ieri urp vostre vostri ho le la gli i l di del dal da comune cascina
    ci sono c e che qualche quali
""")
)
"""A message with any other word may want to join ("ricevere"), to leave, or to hear of something else."""
MY_DATA = words("""
    i miei dati quali che cosa avete su di me mio mia personali vedere sapere conoscere vorrei voglio
    accesso accedere ai copia dei chiedo richiedo richiesta conservate trattate sapete conto mostrami
    avere l del diritto articolo art 15 gdpr posso informazioni copia come usate usa fine fate fanno
    dove sono stanno finiscono chi ha hanno la una
    tratta tiene tenete vengono sui una e il responsabile della protezione
""")
HELP_COMMANDS = words("""
    aiuto help menu info informazioni informazione comandi istruzioni funziona assistenza
""")
HELP = HELP_COMMANDS | words("""
    come cosa posso fare scrivere il servizio vorrei volevo avere delle piu sul sulla lista whatsapp
    di ho bisogno del questo comune cascina serve che a e
""")
ITALIAN = words("italiano italian")
PRIVACY_COMMANDS = words("privacy informativa dpo rpd gdpr garante")
PRIVACY = PRIVACY_COMMANDS | words("""
    policy sulla la l dei dati personali trattamento sul al il vostra leggere
""")
GENUINE_WORDS = words("vero vera autentico ufficiale affidabile truffa falso spam phishing imbroglio")
GENUINE = GENUINE_WORDS | words("""
    e un una il la o siete davvero proprio veramente messaggio messaggi numero voi del solita
""")
COMMAND_SPEECH = HELP | TOPICS | MY_DATA | v.POLITE
THANKS = words("""
    grazie ringrazio ringraziamo complimenti bravi bravissimi gentilissimi
""")
ACKNOWLEDGED = words("ok okay bene ricevuto")
"""The words of who has read something: they ask for nothing."""
FOR_HELP = (
    THANKS | v.POLITE | v.GRAMMAR | words("di d vostro tuo suo tutto tanto cuore prezioso grande gentile")
)
"""The words between thanks and the help that was given."""
