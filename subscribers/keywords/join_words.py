# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words and concepts by which one sentence of a message is told to be a wish to join: join_clauses.py."""

from . import vocabulary as v
from .word_lists import words

NEVER = frozenset({"not", "maybe", "only", "channel", "remove", "stop", "wants", "kin", "slip"})
"""Concepts beside which, in the same sentence, nobody joins."""
PERHAPS = NEVER | {"if", "back", "tired"}
"""Concepts that elsewhere in the message may hesitate, or tell a story: "se piove", "ma", "mia figlia dice"."""
SOMEBODY_ELSES = {"digli", "dille", "ditegli", "ditele", "si"}
"""Right before "iscriva", "iscrive": somebody else."""
UNWILLING = words("uffa dispiace dimissioni opposizione chiudere sbattezzatemi piffero cavolo")
NOT_MEANT = words("croce pietra giu credo mettiamo boh mah grossa")
"""The words of what isn't meant: "iscrizione, credo", "mettete una croce sul mio nome"."""
OURS = frozenset({"list", "note"})
"""Concepts that tell of this service, and not of another office."""
REASON_BEGINS = words("perche siccome altrimenti senno poiche dato cosi")
"""The words behind which a reason stands: "metteteci anche me perché non so mai nulla"."""
SO_BEGINS = words("quindi percio pertanto dunque allora ma pero")
"""The words behind which a conclusion stands: "non so mai nulla, quindi iscrivetemi"."""
BEGINS_WISH = v.JOIN_ME | v.ADD_ME | v.SEND_ME | v.I_WANT | {"attivatemi", "metteteci", "aderisco"}
NO_BEGINNING = v.NEGATIONS | v.UNDECIDED | words("se ma mi lo li le ne vi lei lui")
"""Right before a wish these belong to it."""
NOBODYS = v.ARTICLES | words("signora signore signorina bimbi ragazzi fratello via piazza san santa")
"""Articles, whoever is spoken to, where somebody lives: they speak of nobody else and of no office."""
AFTER_NOUN = v.AFTER_JOIN_NOUN | words(
    "anche pure dai ecco nuovo nuovamente io eccola presente subito sia inshallah immediata volentieri"
)
AS_TOLD = {"come", "da", "dal", "ecco"}
"""The words after "iscrizione" that tell who said so: "iscrizione come dice il cartello"."""
MINE = frozenset({"mio", "mia", "mi", "numero", "sottoscritto", "sottoscritta"})
DETERMINERS = v.GRAMMAR - {"me", "mi"} | words(
    "sto sta ste sti quei quegli el los las the die der den codesto codesta codesti codeste cotesti "
    "questa questo vostro sue suoi tue tuoi benedetti benedette famosi famose"
)
OTHER_MEANS = words("mail email posta elettronica newsletter lettera pec telegram facebook instagram link")
OUR_OWN_WRITING = frozenset({("send", "-first"), ("send", "-done")})
"""The forms of one's own writing, which is not asked for: "vi scrivo", "ho scritto"."""
LATER = words("dopo poi prima domani stasera quasi")
"""Not now."""
PAID = words("abbonarmi abbonatemi abbonami abbono")
"""The words for what one pays for, unless messages are named."""
IRONY = frozenset("🙄🤡🤣")
ALSO = words("anche anch anco anco pure anke")
TO_WHAT = words("a al alla all ai agli alle allo in nel nella nell nei negli nelle ad per tra fra")
OF_OURS = (
    v.SERVICE
    | v.NEWS
    | v.OUR_LIST
    | v.MEANS
    | v.ABOUT
    | words("""
        municipio ayuntamiento town municipality mairie commune gemeinde komuna cui piena viabilita allerta
        allerte
    """)
    | words("""
        ricezione ricevimento
        tutto tutte tutti me mi mio mia noi voi subito posto quelli quelle destinatari iscritti utenti cittadini
    """)
    | words("pubblico questa interesse casa")
)
"""The words after "iscrivetemi a …" for this service and what it sends."""
OF_NO_TIME = words("dentro rubrica numero")
MORE_THAN_A_WISH = 4
"""Words; "voglio essere informato" alone may be about anything."""
MOST_OF_A_YES = 8
"""Words; what says yes in more says more."""
YES = words("si ok okay bene certo volentieri")
GO_AHEAD = words("avanti vai via pronto pronta partite cominciate procedete usatelo")
SWITCH_IT_ON = words("attivatelo attivateli attivatemelo")
SWITCH_ON = SWITCH_IT_ON | words(
    "attivate attiva attivi attivatelo attivateli attivatela attivatele procedete accendete mandate"
)
"""The words of "va bene, attivate", where the rest of the message names what."""
MY_OWN = words("l mia la")
DOING = words(
    "chiedere richiedere domandare fare vada facciamo procediamo ecco mando invio fate faccia fai procedete "
    "effettuate confermo chiedo richiedo voglio vorrei"
)
"""The verbs of "fate l'iscrizione"."""
ACCEPTED = words("condizioni informativa termini tutto regole")
"""The words of "accetto le condizioni e chiedo l'iscrizione"."""
THEM_ALL = words("li le lo tutti tutte tutto")
CONSENTED = OURS | {"get", "send", "join", "add", "law", "want", "me", "also"}
AROUND_CONSENT = (
    v.CONSENT
    | ACCEPTED
    | v.SMALL_PRINT
    | THEM_ALL
    | words("che procedere procedete procedo libero attivare dirvi era ero")
)
"""The words beside "accetto", "consenso" that say to what."""
THEM = words("li le lo")
"""The pronouns of "i vostri avvisi, li voglio anch'io"."""
LINKING = words(
    "cioe quindi insomma allora percio ecco dunque adesso scrivo scriviamo dico ripeto comunque vabbe ebbene"
)
BEFORE_NOUN = v.JOIN_SPEECH | LINKING | DOING | ACCEPTED
"""The words that stand before "l'iscrizione" in a wish."""
TOLD = words("dice dicono diceva da detto scritto indicato c mi m richiesto")
"""The words after "iscrizione come" that tell who said so, and ask nothing."""
ANOTHER_DAY = words("""
    prossimo prossima anno mese settimana gennaio febbraio marzo aprile maggio giugno luglio agosto
    settembre ottobre novembre dicembre quando appena asini
""")
OF = words("di d del dello della dell dei degli delle")
NOT_OURS = words("nera attesa")
"""The words that make a list none of ours: "mettetemi in lista nera"."""
ASKS_WHAT = words("cosa chi dove quanto quanti")
"""Among the first words of a sentence, or after "fatemi sapere", these ask something."""
TO_KNOW = words("sapere ditemi dirmi dimmi")
ASKED_FOR = ASKS_WHAT | words("se come perche")
TO_ME = ALSO | words("mi me ci noi")
"""The words with which "scriva", "avvisi" asks to be written to."""
WORD_ABROAD = words("inscription inscriere anmeldung inscripcion inscricao regjistrim abonare zapis")
"""The announced word in other languages: with "please", or behind a wish."""
OF_ANY_WISH = v.JOIN_SPEECH | v.GRAMMAR | v.POLITE | v.PLACES | DETERMINERS | OF_OURS | LINKING
WORTH_TELLING = frozenset({"office", "topic", "get", "send", "note"})
"""Concepts of what messages tell about: "avvisatemi quando chiudete la strada"."""
WEATHER = words(
    "piove piovera pioggia nevica grandina tira vento temporale acqua piena arno gelo ghiaccio caldo"
)
"""The same in words: "voglio messaggio quando piove forte"."""
KEPT = words("tenuto tenuta incluso inclusa inclusi avvertito avvertita informati avvisati")
HAS_DONE = words("ha hanno avete abbiamo")
"""The words before "attivato", "mandato" with which it is told, and not asked for."""
QUOTES = words("scrivi scriva")
"""Right before "iscrizione" somebody else says so: "il manifesto dice: scrivi Iscrizione"."""
NUMBERS = words("un uno una due tre quattro")
