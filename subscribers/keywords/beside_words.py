# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words and concepts by which what stands beside a wish to join is told to leave it as it is: join_beside.py."""

from . import command_words as c
from . import vocabulary as v
from .closings import COURTESY, SHOPS, TITLES, TRADES
from .names import FIRST_NAMES, NO_SURNAMES, SURNAMES
from .normalization import ADDRESS
from .word_lists import words

DENYING = frozenset({"not", "stop", "remove"})
"""Concepts that in a few words, and in any language, take a wish back."""
TAKES_BACK = words("""
    dopo forse magari scherzo scherzi scherzavo scherzando ripensato ripensata ripensandoci cambiato
    sbagliato sbagliata sbaglio errore err perdere meglio peggio altrove figurati figuriamoci sogno sogni
    altro anzi annulla pento pentito pentita passata nein kein keine nu nuk pas dont didnt not never
    changed mistake battuta burla barzelletta ridere rido risata
""")
"""Wherever it stands, the wish may not be meant, or not yet: "iscrizione, grazie, ci ho ripensato"."""
NO_STORY = words(
    "scherzo scherzi scherzavo scherzando ripensato ripensata ripensandoci figurati figuriamoci sogno sogni"
)
"""The words of these that no story tells before a wish."""
PUTS_OFF = words("""
    prima poi domani stasera settimana mese anno appena gratis patto condizione purche basta lasciate
    fermi fermatevi sospendete aspettate attesa vedremo vediamo posto nome conto ritiro ritirate rettifico
    contrordine dimenticate ignorate evito evitate
""")
"""The words behind a wish for our messages that put it off, or give it to somebody else."""
HARMLESS = frozenset({"thanks", "hello", "please", "me", "also", "here", "saw"})
"""Concepts of a few words behind a wish that leave it as it is."""
ELSEWHERE = c.OTHER_MEMBERS | {ADDRESS}
"""The words beside a short wish that say whom or what it may be about."""
BESIDE = (
    (v.JOIN_SPEECH - v.CAN_YOU - v.WISH)
    | v.GRAMMAR
    | v.POLITE
    | v.PLACES
    | words("quei quegli quelle questi queste")
    | words("bitte vous plait presente recapito utenza cellulare telefono")
)
"""Words that may stand behind a wish without anybody wondering what they say."""
LACKS = words("non nn nun unn senza")
REACH = 4
"""Words between the negation and what is missing: "non si sa mai", "non mi è arrivato"."""
KNOWING = (
    "sapev", "sapu", "saper", "sape", "arriv", "ricev", "accorg", "accort", "perd", "rimaner", "rimang", "rimast",
    "restar", "sent", "avvert", "avvis", "inform",
)  # fmt: skip
KNOWN_OF = words("so sa sai sappiamo sanno saprei saprebbe resto vive leggo vedo esce esco capisco capivo c")
"""The things that whoever joins says they don't know or do."""
NOT_MISSED = words(
    "voglia interessa interesse sogno idea parlarne parla testa verso caso vergogna bisogno serve"
)
"""The words beside which it is no lack: "non ne voglio sapere", "non ho voglia"."""
NEED = words("serve devo servirebbe bisogno dobbiamo")
ONE = words("un una")
AGAIN = words("""
    rivoglio rivorrei rimettetemi rimettimi riattivatemi riattivate riprendetemi riprendete reiscrivetemi reiscrivermi
    riiscrivetemi riiscrivermi riammettetemi rimandatemi riaggiungetemi rientrare rientro riagganciatemi ridatemi
    reinseritemi riinseritemi mandatemi nuovo nuovamente
""") - words("mandatemi")
"""The words of who was there before."""
HAVE_THEM = words(
    "riceve ricevono ha hanno detto dice diceva consigliato mostrato girato legge leggono letto iscritta iscritto"
)
WHY = words("perche siccome visto dato poiche giacche")
SO = words("cosi che almeno")
SO_THAT = words("so sappiamo sono siamo mi ci posso almeno li le la resto non sto qui ogni tanto l lavoro")
"""The words after "così", "che": "così so quando chiudono", "che mi perdo sempre tutto"."""
LIVES = words("abito abitiamo vivo viviamo lavoro lavoriamo qui i wir")
HAS = words("ho abbiamo")
WHAT_ONE_HAS = words("due tre quattro cinque le i gli")
OWNED = (
    SHOPS
    | TRADES
    | words("attivita ditta azienda studio agriturismo bnb cane cani gatto bimbo bimba bambino bambina")
)
"""The words after "ho un": what somebody lives by, or with."""
NO_FACT = (
    v.NEGATIONS
    | NO_SURNAMES
    | words("che da bosco circo ieri luna marte mondo polo rabbia tasche scatole palle piene")
)
AS_YOU_LIKE = {
    tuple(said.split())
    for said in (
        "fate voi", "quindi eccomi", "attendo", "aspetto", "attendo fiducioso", "attendo fiduciosa", "era ora",
        "faccia lei", "fai te", "sono pronto", "sono pronta",
        "si parte", "procediamo", "mandateli", "giuro", "numero salvato", "numero gia salvato",
        "ho salvato il numero", "il numero l ho salvato", "il numero l ho gia salvato", "ve ne saro grato",
        "ve ne saro grata", "ve ne saro riconoscente", "ve ne sono grato", "ve ne sono grata",
        "spero sia giusta", "spero sia giusto", "spero vada bene", "spero basti", "il numero e questo",
        "fatto", "il signore vi benedica", "dio vi benedica", "letto", "confermato e sottoscritto",
        "era l ora", "merci beaucoup", "merci d avance", "thank you so much", "scrivo con traduttore",
        "scrivo con il traduttore", "si accomodi", "e che dio ce la mandi buona", "grazie molto",
        "accetto tutto", "accetto le condizioni", "ho letto l informativa", "ci tengo", "ci tengo molto",
        "mi fido", "mi serve", "mi serve per lavoro", "mi servono", "utilissimo", "molto utile", "e utile",
        "e molto utile", "mi fa piacere", "mi fa comodo", "perfetto", "ottimo", "benissimo", "tutto chiaro",
        "evviva", "forza", "su", "via", "da subito", "oggi stesso", "appena potete", "quando potete",
        "quando avete tempo", "con calma", "per me", "sono io", "eccomi qua", "eccomi qui", "ci sono",
        "ci sono anche io", "ci sono anch io", "anche io", "anch io", "anch io voglio", "me compreso",
        "ora si", "ho fatto giusto", "si fa cosi", "come richiesto", "il mio numero e questo",
        "e questo il mio numero", "questo e il mio numero", "questo numero", "con questo numero",
        "su questo numero", "numero salvato in rubrica", "ho gia salvato il numero",
        "ho memorizzato il numero", "numero memorizzato", "ho il numero in rubrica", "ho il numero salvato",
        "ho messo il numero in rubrica", "il numero ce l ho", "il vostro numero ce l ho", "ho letto e accetto",
        "letto e accettato", "letto tutto", "ho letto tutto", "accetto", "acconsento", "confermo",
        "confermo tutto", "autorizzo", "vi autorizzo", "bravi davvero", "ottima iniziativa",
        "bella iniziativa", "bellissima iniziativa", "ottima idea", "buona idea", "bel servizio",
        "ottimo servizio", "bel lavoro", "avete fatto bene", "continuate cosi", "viva cascina",
        "come da manifesto", "come da volantino", "come da locandina", "come da istruzioni",
        "come dice il manifesto", "come dice il volantino", "come dice il cartello", "come da cartello",
        "ecco fatto", "ecco", "eccola", "l ho scritto", "l ho scritta", "ho scritto", "io ho scritto",
        "mi avete convinto", "mi avete convinta", "ho capito", "ora ho capito", "molto gentili",
        "siete gentili", "gentilissimi", "siete forti", "siete grandi",
        "io capire poco italiano", "io capisco poco italiano", "capisco poco italiano",
        "capisco poco l italiano", "parlo poco italiano", "io parlo poco italiano", "io poco italiano",
        "scusate mio italiano", "scusate il mio italiano", "mi dispiace per mio italiano",
        "mi dispiace per il mio italiano", "non parlo bene italiano", "non parlo bene l italiano",
        "non scrivo bene italiano", "non scrivo bene l italiano", "sorry for my italian",
        "sorry for my bad italian", "italian is fine", "non vedo l ora",
        "non vedo l ora di ricevere i messaggi", "che dio vi benedica", "il signore vi protegga",
        "io aspetto", "ora aspetto", "aspetto volentieri", "a voi la parola", "tocca a voi",
        "ora tocca a voi", "a qualunque ora", "a qualsiasi ora", "anche di notte", "anche di sera",
        "anche la domenica", "il mio numero ce l avete", "il mio numero ora ce l avete",
        "il numero lo avete", "il numero lo vedete", "il numero e quello da cui scrivo",
        "il numero e quello che vedete", "e questo il numero", "il telefono e mio", "il telefono e questo",
        "il telefono e nuovo", "telefono nuovo", "il cellulare e mio", "ho un telefono nuovo",
        "non so se ho fatto bene", "non so se ho scritto bene", "non so se si fa cosi",
        "non so se si scrive cosi", "non so se va bene cosi", "spero di aver capito bene",
        "se ho sbagliato qualcosa ditemelo", "se sbaglio ditemelo", "se manca qualcosa ditemelo",
        "se serve altro ditemelo", "se serve altro sono qui", "se occorre altro sono qui",
        "se occorre altro ditemelo", "se serve altro fatemi sapere", "a disposizione",
        "resto a disposizione", "sono a disposizione", "era l ora che lo faceste",
        "finalmente lo avete fatto", "bella idea questa del whatsapp", "bella cosa", "e una bella cosa",
        "bella pensata", "buon lavoro a tutti", "viva il comune", "viva la tecnologia",
        "evviva la tecnologia", "ce l ho fatta", "l ho detto", "ecco l ho detto", "l ho fatto",
        "ho fatto come dice il cartello", "ho fatto come dice il manifesto",
        "ho fatto come diceva il foglio", "ho seguito le istruzioni", "come da istruzioni ricevute",
        "come mi avete detto", "come mi hanno detto", "non me ne perdo piu una", "cosi siete tranquilli",
        "cosi sto tranquilla", "cosi sto tranquillo", "cosi mi tengo informata", "cosi mi tengo informato",
        "se non chiedo troppo", "se non disturbo", "se non e di troppo disturbo", "se e possibile",
        "se possibile", "se si puo", "quando avete un attimo", "senza fretta", "ma senza fretta",
        "fate con comodo", "con comodo", "nonostante tutto", "per sicurezza", "una volta per tutte",
        "e saluti a chi legge", "saluti a chi legge",
        "faccio ammenda", "io scrivo", "allora scrivo", "scrivo", "attendo il primo messaggio",
        "merci et scusate il francese",
        "excusez mon italien", "thanks so much", "que dieu vous benisse", "god bless you", "passo e chiudo",
        "il servizio whatsapp", "quelli del comune", "capito", "ricevuto", "confermo e saluto", "e via", "tutto qui",
        "e basta", "mandate mandate", "e io voglio", "ne ho bisogno", "mi fa molto comodo", "mi tornano utili",
        "mi torna utile", "mi farebbe comodo", "mi sarebbe utile", "non si sa mai", "che non si sa mai",
    )
}  # fmt: skip
"""The things that people say behind a wish, word for word."""
WHOSE = words("signora signor sig dott")
SAME_MATTER = words("parlo intendo intendevo riguarda quella quello quelli per iscrizione")
"""The words by which another office's sentence says that the wish was meant for it."""
HESITATING = frozenset({"maybe", "slip", "back", "only", "wants", "kin"})
"""Concepts that another office's sentence has no need of."""
CHANGED = words("numero telefono telefonino cellulare cell operatore gestore casa sim indirizzo")
THANKING = words("grazie ringrazio ringraziamo vi")
LINKS = (v.ARTICLES | v.GRAMMAR) - words("ai agli")
THANKED_FOR = (
    LINKS
    | COURTESY - words("dio lodato fede ritardo sindaco")
    | words("""
    aiuto aiutate attivita che ci di fate informazione informazioni informata informato informarci informarmi
    opportunita pensate possibilita premura prontezza quanto quello sollecitudine tempo tenete utile vostro
""")
)
"""The things that people are thanked for here; a joke, nothing, the proposal are none of these."""
HOPING = words("spero speriamo sperando confido")
HOPED_FOR = (
    LINKS
    | v.NEWS
    | words("""
    aver avere bastera basti bene buona che ci conferma corretto corretta essere fatto funzioni giusta giusto
    in modo parola posto presto quella quello ricevere riceverli riceverle riceverne risposta scritto sentirvi
    sia si siano tutto utili vada va vostra vostre vostri vostro arrivi arrivino faccia cosi un sei bel
""")
)
HOPES_NAMED = v.NEWS | words("""
    bastera basti conferma corretto corretta funzioni fatto giusta giusto buona ricevere riceverli
    riceverle riceverne risposta sentirvi vada cosi sei
""")
"""One of these says what is hoped: to have written rightly, or to get the messages."""
KINDLY = THANKING | HOPING
"""The beginnings of what is read to its end, and is no story."""
WAITING = words("aspetto aspettiamo attendo attendiamo")
GOES_ON = KINDLY | WAITING | words("e ma poi ed")
"""The beginnings of what is read elsewhere, or joins something else: "e una pizza margherita"."""
WAITED_FOR = (
    LINKS - words("mio mia dal dalla dai dagli")
    | v.NEWS
    | v.POLITE
    | words("""
    avviso conferma messaggio primi primo prime prima risposta riscontro vostra vostre vostri vostro comune allora
""")
)
OF_NO_STORY = TAKES_BACK | FIRST_NAMES | TITLES
"""The words beside which a story behind the wish may be about it, or about somebody else."""
IS = words("sono siamo")
WHAT_ONE_IS = words("""
    pensionato pensionata nuovo nuova nuovi appena anziano anziana vedova vedovo cieco cieca sordo sorda
    straniero straniera residente residenti cittadino cittadina cascinese nato nata
""")
"""The words after "sono": who somebody is, and how they live."""
HOW_IT_CAME = {
    tuple(how.split())
    for how in (
        "ho visto", "ho letto", "ho saputo", "l ho visto", "l ho letto", "l ho saputo", "lo ho visto",
        "lo ho letto",
        "me l ha detto", "me lo ha detto", "me l hanno detto", "me ne ha parlato", "me ne hanno parlato",
        "mi ha detto", "mi hanno detto", "mi ha dato", "mi ha aiutato", "mi ha aiutata", "mi ha consigliato",
        "il numero l ho", "il vostro numero l ho", "i saw", "j ai vu",
    )
}  # fmt: skip
"""The beginnings of how somebody came to write."""
HEARD_OF = frozenset({"saw", "note", "list", "kin", "channel", "office"})
"""Concepts by which it is told where somebody heard of the service."""
SORRY = words("scusate scusi scusa perdonate perdonatemi")
MEANT_OTHERWISE = words("""
    era ero stavo stava intendevo volevo pensavo credevo dovevo cercavo provavo provando prova mandato
    partito scappato solo soltanto
""")
"""Behind an apology, or in a reason: it was meant otherwise, or by nobody."""
FIRST_PERSON = words(
    "lavoro vivo abito sto ho abbiamo siamo tengo porto passo esco torno lavoriamo viviamo abitiamo"
)
"""The words of who tells of oneself, and names nothing that one could join."""
ITALIAN = words("italiano italian italien italienisch italiana")
MY_ITALIAN = words(
    "poco male mio mi parlo parla parlare capisco capire capisce scrivo scrive scusate scusa my bad mon"
)
"""The words beside "italiano" that tell how somebody speaks it; alone it may be a course."""
HEADING = (
    v.GRAMMAR.union(v.POLITE, v.PLACES, FIRST_NAMES, SURNAMES, words("cascina scrivo in nell"))
) - words("sono chiamo")
"""The words beside which an unknown word is what the message is about."""
PLACED = words("in al alla all allo dal dalla dall nel nella nell davanti sul sulla via di")
"""Right before another office: where somebody saw or heard of it, not what they read."""
OPENING = words("""
    affermativo certamente sicuramente assolutamente insomma oggetto serio seriamente gnamo bellina
    buongiornissimo accordo malincuore ebbene dunque allora vabbe ordunque comunque infine finalmente
    team gestisco guido faccio apro insegno allevo coltivo vendo guardate guardi fatto capo maremma evviva urra
    oh ah eh ehila beh bene maiala boia accidenti madonna mamma ecchime
    ricapitolando premesso rispettabile stimatissimi carissimi cortesi volontario registrazione domanda
    iscrivimento ascrizione inscrizione richiesta conferma risposta testo messaggio parola parole due cedo bona bono
    de deh oibo orsu avanti dai via su
""")
"""The words that a message begins with, and that name nothing that one could join."""
