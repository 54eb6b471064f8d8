"""The words of a wish to join, and those that may stand beside one without changing it: joining.py."""

from . import vocabulary as v
from .word_lists import forms, words

OTHER_WISHES = {"canale", "canali", "info"}
"""A WhatsApp channel is followed, not joined by a message, and who asks for information may only want that."""
MY_WISH = v.WISH - v.EVERYBODYS_WISH
WISH = v.WISH | words("rivoglio rivorrei accetto prendo intende pronto pronta permesso consenso")
MY_REQUEST = (WISH | v.CAN_YOU) - {"volete"}
ME = words("mi me m mio ci noi potermi")
ALSO = words("anche anch anke anco pure")
JOIN_ME = (
    v.JOIN_ME
    | words("iscriveteci iscrivici reiscrivetemi riiscrivetemi iscrivetime iscrivemi")
    | forms("abbon riattiv reinser riaggiung rimett riammett riprend", "atemi ami etemi imi itemi")
)
JOIN_WITH_MI = v.JOIN_WITH_MI | words("riscrivete reiscrivo riscrivo inscrivo iscriviate")
TO_JOIN = v.TO_JOIN | words("reiscrivere riscrivermi inscrivermi rientrare")
JOINED = words("iscritto iscritta reiscritto reiscritta")
NOT_ALONE = {"riscrivetemi", "iscriva"}
"""The words that ask for nothing by themselves: "write to me again", and "register" in any language."""
ADD_ME = (
    v.ADD_ME
    | {"riscrivetemi"}
    | forms("attiv abilit accend accogli prend cont segn", "atemi ami etemi emi temi mi iatemi")
    | words(
        "metteteci aggiungeteci inseriteci segnateci mettetemici mettecimi includimi registrarmi abbonarmi aggregarmi"
    )
)
ADD = (
    v.ADD_WITH_MI
    | forms("attiv riattiv abilit", "a i ate are azione")
    | words(
        "rimetta rimettete rimetti includere include includete aggiungo metto unisco segno attivatelo attivateli "
        "accendete prendete accogliete contate conti inserimento adesione registrazione iscriva entro entrare "
        "mette prenda inscriva partecipo abbono registro"
    )
)
SEND_ME = v.SEND_ME | words(
    "mandateci inviateci datemi dateci girami giratemi fatemi avvisatemi avvisami avvisateci scrivetemi "
    "informatemi speditemi mandatemeli mandatemele mandateli mandatele avvertitemi attivatemi"
)
SEND = (
    SEND_ME
    | v.RECEIVE
    | words(
        "mandate manda mandi mandino inviate invia invii girate avvisate scrivete tenermi arrivare averli "
        "riceverli riceverle riceverlo avere scrivermi avvisarmi informarmi farmi mandarmeli arrivino spedite partite"
    )
)
INFORMED = v.INFORMED | words("avvertito avvertita informati avvisati tenuto tenuta")
OURS = v.NEWS | v.OUR_LIST | v.ABOUT | words("allerta notifica messaggistica destinatari bollettini mailing")
YES = words("si ok okay certo volentieri sto presente avanti")
ABOUT_US = OURS | v.THIS_TOWN | ALSO
WISHES = (
    (JOIN_ME,),
    (ME, JOIN_WITH_MI),
    (MY_REQUEST, TO_JOIN),
    (MY_REQUEST, ME, v.TO_JOIN_WITH_MI),
    (MY_REQUEST, JOINED),
    (MY_REQUEST, v.MADE_MEMBER, OURS),
    (ADD_ME, ABOUT_US),
    (ME | ALSO, ADD, OURS),
    (v.ENTER, WISH, OURS),
    (WISH, v.NEWS | v.ABOUT),
    (SEND_ME, v.NEWS | v.ABOUT),
    (SEND, ME | ALSO, OURS),
    (v.KEEP_INFORMED | WISH, INFORMED, ABOUT_US),
    (v.CONSENT, OURS),
    (ALSO, ME | {"io"}, OURS),
    (YES, OURS),
)
"""What a wish says: a word of each of these groups, in whatever order."""
OF_A_WISH = frozenset().union(
    v.JOIN_SPEECH, v.JOIN_VERBS, v.MADE_MEMBER, v.ENTER, v.KEEP_ME, v.KEEP_INFORMED, v.CONSENT, v.SMALL_PRINT,
    WISH, ME, ALSO, JOIN_ME, JOIN_WITH_MI, TO_JOIN, JOINED, ADD_ME, ADD, SEND, INFORMED, OURS, YES,
) - {"allora", "dispiace", "ragazzi", "o"}  # fmt: skip
ASKING = frozenset().union(
    v.JOIN_NOUN, JOIN_ME, JOIN_WITH_MI, TO_JOIN, v.TO_JOIN_WITH_MI, v.MADE_MEMBER, v.ENTER, v.CONSENT,
    WISH, ADD_ME, SEND,
) - NOT_ALONE  # fmt: skip
"""Without one of these nothing is asked for."""
COURTEOUS = words("""
    abbraccio abbracci baci bacio cuore porgo porgendo cari care caro cara affettuosi affetto sinceri attenzione
    disponibilita pazienza gentilezza iniziativa auguri ossequi osservanza stima fede bravi brave bravissimi
    bravissime complimenti gentilissima egregio egregia spettabile voi signorina dottoressa dottore raga redazione
    ufficio ringraziando ringraziandovi ringraziamenti cortese conferma riscontro risposta migliori quello fate
    siete idea bel bello bella finalmente distintamente cordialita gent buon buona buone ragazzi bimbi bimbo bimba
    signori signore top evviva molto amici amico bro yo ei hey comunale amministrazione capo gentilissimi forti
    grandi bellissima servizi accordo certamente affermativo fiducioso fiduciosa saluto saluti graze flm inshallah
    accomodi perfetto giusto affare coso
""")
"""Words that greet, thank, praise and fill."""
SIGNING = words("""
    io son so sono ero chiamo nome cognome firmato qui qua sig sigra dott dottor dssa ssa ing geom geometra rag avv
    arch prof professoressa cav fam famiglia abito abita vivo abitiamo viviamo residente cittadino cittadina
    cascinese sottoscritto sottoscritta scrivente nuovo nuova nuovi nato nata anni pensionato pensionata appena
    arrivato arrivata trasferito trasferita badia settimo paese zona
""")
"""Words with which people say who they are."""
TOLD = words("""
    ho ha avete abbiamo letto letta visto saputo sentito salvato salvati salvata memorizzato registrato messo numero
    num numer nr rubrica contatti telefono telefonino cellulare cell cel recapito utenza contatto nominativo come
    dice diceva dicono detto scritto scrivo scrive cartello manifesto volantino locandina foglio annuncio istruzioni
    parola presente capito deciso convinto convinta provo proviamo garba garberebbe piace piacerebbe interessa
    interessano interessato interessata interessante utile utili comodo comoda serve servono attendo avviso
    messaggio informazione informazioni eventi meteo attesa riceve oggetto restare indietro spero esserci
""")
"""Words with which people say how they came to write."""
LINKING = words("""
    quindi allora percio ecco eccomi eccola eccolo rieccomi dunque adesso ora oggi stamani subito cioe insomma
    ripeto comunque cmq vabbe dai su vai avanti e da questa queste quei quegli quelli quelle tutto tutta tutte tra
    fra nelle negli nell ste sti sta codesti codeste era nuovamente poter cominciare cominciate iniziare iniziate
    far farne fare cui r k eh ah un una uno li le lo anch dirvi dire dico vostra sia dentro meteo quella scrivere
    cose hanno corrente vede lettori piccolo sotto viabilita quartiere pubblico voler usufruire giro sanno cittadini
    primo succede almeno comodi disponibile gradisce coraggio preso procediamo maiuscola stavolta punto stare
    reiscrizione inscrizione siscrizione seguire seguo seguirvi contento contenta numeri tocca chiaro piacciono
    gioia bravissima alla alle quanto farmacista fornaio parla parlo italiano traduttore arriva arrivano interesse
    diffusione saperlo note nota eventi mezzo possibile sarei sarebbe faceste
""")
KNOWN = OF_A_WISH | v.PLACES | COURTEOUS | SIGNING | TOLD | LINKING
MEANS = {
    "join": "iscriva", "add": "aggiungi", "send": "mandate", "get": "ricevere", "note": "messaggi", "list": "lista",
    "want": "vorrei", "me": "mi", "also": "anche", "thanks": "grazie", "hello": "salve", "now": "ora",
}  # fmt: skip
"""The concept of a word of another language → the Italian word that says the same."""
ABROAD = words("""
    i to the a an of for from in on at your you any all and with this that it be up them so d ll town municipality
    council de la le les l du des au aux en pour par sur ce cet cette vos votre vous que j y mairie commune s est
    del el los las al con para su sus se lo un una este esta ayuntamiento municipio alcaldia favor o os as da do das
    dos na em por ao prefeitura camara municipal der die den dem ein eine einen vom zu zur fur am und mit ihre ihren
    ihr gern gerne gemeinde stadt es sie het van een aan dit deze op jullie uw mijn stad sa si pe cu din va oras
    orasul primarie primaria primariei imi te e ne nga per ju une kete komuna komunes bashkia bashkise qe od z w ze
    gminy gmina miasta urzedu ten tym на в у від от до про о об з та и і ваш ваши вашу вас вам ваші комуни комуны
    міста города ось po ng mga nyo ninyo من في على الى الي عن بلدية البلدية ال و
""")
"""Small words of other languages, and the town's name in them."""
