"""The words that the keyword rules know, folded: lower case, no accents.

Words may be added here; whoever does adds a sentence to the examples of a rule, and a new VERSION in rules.py, on
which a test insists.
"""

from .word_lists import forms, words

# Words around a wish -----------------------------------------------------------------------------------------

NEGATIONS = words("""
    non no nn nun unn mai ne neanche nemmeno neppure mica senza niente nessun nessuno nessuna nulla
""")
NOT = words("non nn nun unn mai neanche nemmeno neppure mica senza")
"""The words that turn a goodbye round; "no, cancellatemi" is one all the same."""
TUSCAN_NOT_BEFORE = words("""
    mi me ne vi li ci voglio vojo vo vorrei mandate scrivete iscrivete cancellate cancellatemi iscrivetemi
""")
"""The words before which "un" is "non"."""
I_WANT = words("voglio vorrei desidero chiedo richiedo")
"""These begin a clause after "non … più" or "troppi": "non abito più qui vorrei cancellarmi"."""
TOO_MUCH = words("troppi troppe trasferito trasferita")
NEW_CLAUSE = words("""
    non nn nun unn ma pero quindi percio pertanto dunque siccome perche altrimenti senno anzi che
""")
UNDECIDED = words("se che non di a per quando come")
"""Right before a wish these make it no wish: "non so più se voglio cancellarmi"."""
UNDERSIGNED = words("sottoscritto sottoscritta scrivente")
SIGNED_WISHES = {"chiede": "chiedo", "richiede": "richiedo"}
QUESTION_WORDS = words("perche come quando cosa chi quale quanto")
WISH = words("""
    vorrei voglio vo volevo desidero desidererei desideravo gradirei preferirei chiedo richiedo
    piacerebbe garberebbe prego prega pregasi intendo volio vojo voio vogliamo vorremmo chiederei
""")
WISHED = words("volevo desideravo")
BUT = words("ma pero")
CAN_YOU = words("""
    potete puoi puo potreste potresti potrebbe deve devi dovete riuscite volete
""")
REQUEST = WISH | words("""
    confermo inoltro formulo presento effettuo faccio fatemi faccia procedo procedete richiesta
""")
EVERYBODYS_WISH = words("prega pregasi volete")
"""The words of a notice or a question: "si prega di effettuare l'iscrizione", "volete iscrivervi"."""
TO_DO = words("effettuare fare far procedere")
"""The verbs beside a wish: "vorrei fare l'iscrizione"; alone they may be what one has to do."""
POLITE = words("""
    salve buongiorno buonasera buonanotte buondi ciao ehi hey grazie mille tante infinite molte
    cortesemente gentilmente gentile gentili gentilissimi spett spettabile egregi saluti saluto
    cordiali distinti cordialmente anticipatamente anticipo subito ok okay certo si sisi va bene ringrazio
    signori signora signore deh de oh boia pure volentieri adesso ora urp prego chiamo sono on
    sig sigra sottoscritto sottoscritta scrivente siete pregati pregato pregata dispiace scusate scusi scusa
""")
ARTICLES = words("""
    il lo la l i gli le una mia mio della dell del dello alla all al
""")
GRAMMAR = ARTICLES | words("""
    mi me vi di d da dal dalla dalle dai a ad ai agli alle dei delle degli per con e ed su sul sulla
    sulle sui sugli questo questa codesto codesta
""")
DANGLING = GRAMMAR - words("la lo li le i gli mi me vi mio mia questo questa dai")
"""A wish that ends in one of these goes on in what is no word: "iscrizione al ⚽"."""
BEFORE_OTHERS = words("""
    per di a e anche da con del della autorizzo acconsento consento accetto
""")
"""The words after which a name is not the sender's."""
SERVICE = words("""
    servizio whatsapp watsapp whatapp whatsap wathsapp whatsup wapp wa comune cascina lista gruppo
    canale broadcast messaggistica istantanea istituzionale istituzionali vostro vostra vostri vostre
    ente sms chat
""")
OUR_LIST = words("""
    lista servizio gruppo canale broadcast elenco elenchi rubrica
""")
MEANS = words("whatsapp wa chat messaggistica")
NEWS = words("""
    messaggi notizie comunicazioni news aggiornamenti avvisi notifiche novita comunicati messages
    messaggini mess msg
""")
PLAINLY_NEWS = words("messaggi notizie news")
"""The words for what only this service sends: "le comunicazioni" may be about taxes."""
NAMED_OURS = words("""
    comune cascina whatsapp wa vostri vostre vostro servizio canale
""")
OURS = NAMED_OURS | words("le i gli")

# Joining -----------------------------------------------------------------------------------------------------

JOIN_NOUN = words("iscrizione iscrizio iscrizion")
JOIN_ME = words("iscrivimi iscrivetemi")
JOIN_WITH_MI = words("iscrivo iscriva iscrivi iscrivete")
TO_JOIN = words("iscrivermi iscrivemmi reiscrivermi riiscrivermi")
TO_JOIN_WITH_MI = words("iscrivere iscriver iscrive")
JOIN_VERBS = JOIN_ME | JOIN_WITH_MI | TO_JOIN | TO_JOIN_WITH_MI
MADE_MEMBER = words("iscritto iscritta inserito inserita messo messa aggiunto aggiunta")
ADD_ME = forms("segn registr", "ami atemi armi") | words("""
    aggiungimi aggiungetemi aggiungermi inseriscimi inseritemi inserirmi mettimi mettetemi mettermi
    includetemi
""")
ADD_WITH_MI = forms("segn registr", "a i ate") | words("""
    aggiunga aggiungi aggiungete aggiungere inserisca inserisci inserite inserire metta metti mettete
    mettere
""")
ENTER = words("entrare aderisco aderire parte")
SEND_ME = words("mandami mandatemi inviami inviatemi tenetemi tienimi")
CONSENT = words("autorizzo acconsento consento accetto consenso")
AGREE = words("autorizzo acconsento accetto")
"""The verbs of agreeing, beside the noun, too: "acconsento all'iscrizione"."""
KEEP_ME = words("essere restare rimanere tenermi")
INFORMED = words("aggiornato aggiornata informato informata avvisato avvisata")
KEEP_INFORMED = words("tenetemi tienimi teneteci")
THIS_TOWN = words("comune cascina whatsapp")
ABOUT = words("attivita iniziative allerte")
"""The things that the announcement promises to tell of, beside news."""
RECEIVE = words("ricezione ricevere inviarmi mandarmi invio inviare mandare")
RECEIVING = RECEIVE | words("""
    ricevo riceve riceviamo arrivano mandate inviate mandatemi inviatemi
""")
SMALL_PRINT = words("""
    immagini documenti informazioni trattamento dati personali miei mie propri do
""")
"""Allowed beside words of consent only: "iscrizione documenti" is about something else."""
ACTIVATE = words("attiva attivare attivate attivazione attivatemi attivami")
"""Other towns announce "Attiva iscrizione"; alone these say nothing."""
VERB_ONLY = words("""
    bimbo bimba o cittadino cittadina residente abito vivo in nel nella essere anche anch io allora
    numero telefono cellulare aggiornato aggiornata nuovamente tornare ricominciare potermi poter
    cortese gentilezza qui tanto proprio davvero eccomi ecco ho visto letto saputo sentito manifesto
    volantino giornale annuncio vostro raga perfetto ottimo ottima bel bello bella utile
    interessa interessato interessata
""")
"""The words that beside the noun would be somebody else's business: "iscrizione bimbo"."""
PERSONS = words("bimbo bimba bimbi ragazzi signore signora signori cittadino cittadina residente utente")
"""Called upon ("iscrivimi bimbo"), or after an article those who are to join ("iscrivimi il bimbo")."""
BEFORE_PERSONS = ARTICLES | words("per di anche con della questo questa e")
LIVING = words("abito vivo residente cittadino cittadina")
"""The words beside which a place is where one lives; else it may be where one moves."""
PLACES = words("navacchio titignano casciavola marciana latignano musigliano visignano zambra ripoli laiano")
"""Parts of the town: "abito a Navacchio e vorrei iscrivermi". The register doesn't keep them."""
HERE = PLACES | {"comune", "cascina"}
SENT = words("mando invio io")
"""The verbs before the noun: "invio iscrizione", "io voglio l'iscrizione"."""
BEFORE_JOIN_NOUN = (
    POLITE | GRAMMAR | SERVICE | NEWS | CAN_YOU | REQUEST | TO_DO | ACTIVATE | AGREE | JOIN_NOUN | SENT
) - {"dispiace"}
AFTER_JOIN_NOUN = (POLITE | GRAMMAR | SERVICE | NEWS | JOIN_NOUN | {"ricevere", "confermo"}) - words("""
    va bene dispiace signore signora signori
""")
JOIN_SPEECH = BEFORE_JOIN_NOUN | VERB_ONLY | OUR_LIST | RECEIVE
"""A message with any other word does not join."""

# Leaving -----------------------------------------------------------------------------------------------------

LEAVE_NOUN = words("""
    cancellazione cancellazioni cancellazion
""")
UNSUBSCRIBE = words("""
    disiscrizione deiscrizione disinscrizione disiscrivi disiscrivo disiscrivere disiscriviti
    disattivazione disattiva disattivate disattivare disabilitate disabilitare unsubscribe cancel quit exit stop stopp
""")
CANCEL = forms("cancell scancell elimin", "a ate are") | words(
    "rimuovi rimuovete rimuovere rimozione eliminazione"
)
GIVE_UP = words("""
    disdetta disdico disdire disdici disdica rinuncio rinuncia rinunciare recesso recedo recedere revoca
    revoco revocare
""")
END = forms("annull lev", "a i ate are o") | words("""
    annullamento abbandono abbandona lascio lasciare toglie togli tolga togliete togliere rimuova ritiro
    ritirare tolgo esco interrompete interrompere bloccate bloccare cava cavate
""")
"""These need an object of ours: "annulla iscrizione", "togliete il mio numero"."""
ENOUGH = words("""
    basta smettere smettila smettetela smetti smettete smetta smetto smetterla finitela finiscila
    finirla piantatela piantala piantarla
    esci uscire
""")
BARE_ORDERS = words("cancella elimina")
"""Alone they may be about the message, and are asked about."""
STOP_WORDS = LEAVE_NOUN | UNSUBSCRIBE | CANCEL | GIVE_UP | ENOUGH
IMPERATIVES = forms("cancell scancell elimin lev cav disattiv annull depenn", "ami atemi") | words("""
    toglimi toglietemi rimuovimi rimuovetemi disiscrivimi disiscrivetemi escludimi escludetemi
    bloccatemi
""")
LEAVE_ME = (
    IMPERATIVES
    | forms("cancell scancell elimin lev cav disattiv annull depenn", "armi")
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
"""The words that "non" or "no" turns round; "non ne posso più, stop" is a goodbye."""
ENDING = LEAVE_NOUN | UNSUBSCRIBE | CANCEL | GIVE_UP | END | IMPERATIVES
POLITE_ENDING = words("cancelli elimini rimuova tolga annulli")
"""The polite verbs with an object that one calls "mio": alone "cancelli" are gates."""
YOU_ACT = forms("cancell elimin lev disattiv annull", "a i ate") | words("""
    togli tolga togliete rimuova rimuovi rimuovete disiscriva disiscrivete smettete smetti smetta
""")
"""A question with one of these and "mi" or "mio" asks us to act: "mi cancellate?"."""
ME = words("mi me mio mia miei mie scrivermi mandarmi inviarmi")
MY_THINGS = words("""
    iscrizione gruppo lista numero contatto nominativo nome adesione consenso autorizzazione
    registrazione servizio invio recapito subscription
""")
NEEDED = words("""
    numero contatto nominativo nome adesione consenso autorizzazione registrazione recapito cellulare
    telefono dati
""")
"""The things after "basta" that one has to give: "basta il nome"."""
PERSONAL = words("numero contatto nominativo nome recapito")
"""The things whose owner must be named where they are to be blocked: that may be about a theft."""
GIVEN = words("lascio lasciare ritiro ritirare")
"""The verbs with which they are given or fetched: "vi lascio il mio numero"."""
MINE_ONLY = words("utenza profilo account cellulare telefono")
"""Things of ours only where one says "mio": "disdire utenza" is about water."""
ERASING = LEAVE_NOUN | CANCEL | LEAVE_ME | END | {"distruggete"}
OBJECTION = words("oppongo oppormi opposizione")
LAW = words("legge regolamento ue articolo diritto")
GROUNDS = words("sensi art artt gdpr dati")
"""The words that tell a law that is invoked from one that somebody is against."""
EXERCISE = words("esercito esercitare chiedo richiedo voglio vorrei invoco")
GO_OUT = words("uscire esco esci")
HALT = words("interrompete interrompere bloccate bloccare fermate fermare")
"""The verbs of halting, with an object of ours: "bloccate i messaggi"."""
LINKS = ARTICLES | words("di della delle alla alle dalla vostra")
UNDO = END | HALT | words("revoca revoco revocare")
GOODBYE_NOUNS = LEAVE_NOUN | words("disiscrizione disattivazione eliminazione rimozione")
LEAVE_INFINITIVES = LEAVE_ME - IMPERATIVES
UNDOING = UNDO | ENDING | ENOUGH | {"stop"}
"""The words after one that ends something which take a goodbye back: "annullate la cancellazione"."""
STOPPING = (ENOUGH - {"basta"}) | HALT
OBJECTED = NEWS | words("dati trattamento invio gdpr art articolo")
LEAVE_ONLY = words("""
    piu sempre definitivamente immediatamente tutto tutti tutte tutta cosi qui qua li costi mezzo torno
    dagli sistema database archivi archivio contatti nel nella in essere stato o voi ma pero quindi
    percio anzi sto sti sta ste questi queste ricevere far parte altri niente nulla scrivermi mandarmi
    inviarmi inviare mandare no ne bimbo bimba ragazzi miei mie io iscritto iscritta sbaglio errore
    presto trattamento dati personali sensi art artt articolo gdpr regolamento ue legge diritto spam
    pubblicita immediata utente chat totale definitiva completa contattato contattata anche bimbi troppi
    troppe davvero dai roba rompere vogliate cancelli distruggete dall dallo invoco fermate fermare
    piedi palle scatole coglioni culo oblio telefono uso utilizzo diffido chiede richiede the from list my me
    number your
    disturbato disturbata esercito esercitare dare proprio bah uffa 2016 679 13 15 17 21 7
""")
LEAVE_SPEECH = frozenset().union(
    POLITE,
    GRAMMAR,
    SERVICE,
    OUR_LIST,
    NEWS,
    CAN_YOU,
    REQUEST,
    TO_DO,
    LEAVE_WORDS,
    MY_THINGS,
    MINE_ONLY,
    OBJECTION,
    LEAVE_ONLY,
)
"""A clause with any other word is no goodbye."""

GOES_ON_LATER = words("riprendete ricominciate")
"""The verbs of going on: "per una settimana non mandatemi niente, poi riprendete"."""
WRITING = words("scrivo scrivi scrive scriva scrivere scrivete scritto mandato inviato rispondi dire premere")
"""The verbs beside "stop" that speak of the word: "se scrivo stop cosa succede"."""
REASONS = words("""
    trasferito trasferita trasferiti cambiato cambiata abito abitiamo vivo risiedo troppi troppe stufato
    stufata stancato rotto sbagliato sbaglio errore
""")
"""A clause with one of these says why somebody leaves; the word of leaving may stand in another."""

WANTED = words("voglio vo vorrei desidero gradisco volio vojo voio vogliamo")
CALLED = words("contattato contattata disturbato disturbata")
UNWANTED = NEWS | CALLED
NO_LONGER_WANTED = WANTED | words("""
    bisogno intendo gradisco garba interesse acconsento autorizzo consento do interessa interessano
    interessato interessata serve servono
""")
DONT_SEND = words("""
    mandatemi mandarmi mandami inviatemi inviarmi inviami scrivetemi scrivermi scrivimi contattatemi
    contattarmi disturbatemi disturbarmi fatemi
""")
DONT_SEND_WITH_MI = words("""
    mandate mandare mandi inviate inviare scrivete scrivere scriva contattate disturbate rompete
""")
NO_MORE_SPEECH = (
    LEAVE_SPEECH | NEGATIONS | NO_LONGER_WANTED | DONT_SEND | DONT_SEND_WITH_MI | {"sapere", "ho", "arrivare"}
) - LEAVE_CLEARLY.union(words("smettere smetterla smetto finirla piantarla uscire"))
