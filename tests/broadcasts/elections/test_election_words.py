"""Names and offices of politicians in an electoral period; and what a URP writes every day, which must not warn."""

import pytest

from broadcasts.slices.elections import election_words
from broadcasts.slices.elections.election_words import Person, words_of_file

PEOPLE = (
    Person("Mario", "Rossi"),
    Person("Anna", "Bianchi"),
    Person("Nicolò", "D'Angelo"),
    Person("Chiara", "De Luca"),
    Person("Elena", "Guglielmi"),
    Person("Bruno", "Conti"),
    Person("Maria Pia", "Forte"),
    Person("Rosa", "Fiera"),
)


def keys(text: str, **how) -> list[str]:
    return [warned.key for warned in election_words.warnings(text, PEOPLE, **how)]


def found(text: str, **how) -> list[str]:
    return [warned.found for warned in election_words.warnings(text, PEOPLE, **how)]


WARNED = [
    # names
    ("name", "Ne parla Mario Rossi in biblioteca."),
    ("name", "Ne parla mario rossi in biblioteca."),
    ("name", "ROSSI MARIO riceve il martedì."),
    ("name", "Mario Luigi Rossi riceve il martedì."),
    ("name", "M. Rossi riceve il martedì."),
    ("name", "L'assessora Bianchi riceve il martedì."),
    ("name", "Per l'assessora bianchi scrivi all'URP."),
    ("name", "La dott.ssa Bianchi riceve il martedì."),
    ("name", "Il consigliere B. Conti riceve il martedì."),
    ("name", "Il presidente Conti apre la seduta."),
    ("name", "Nicolo' D'Angelo riceve il martedì."),
    ("name", "Nicolò D’Angelo riceve il martedì."),
    ("name", "Ne parla D'ANGELO in biblioteca."),
    ("name", "La parola a De Luca in biblioteca."),
    ("name", "Incontro con Chiara  De Luca in biblioteca."),
    ("name", "Guglielmi: la strada riapre lunedì."),
    ("name", "GUGLIELMI: LA STRADA RIAPRE LUNEDÌ."),
    ("name", "Maria Pia Forte riceve il martedì."),
    ("name", "Alla scuola parla Mario Rossi."),
    ("name", "Via Mario Rossi è chiusa, dice Mario Rossi."),
    # offices
    ("office", "Il Sindaco ha ordinato la chiusura."),
    ("office", "Ordinanza del sindaco n. 12: scuole chiuse."),
    ("office", "La sindaca informa che le scuole sono chiuse."),
    ("office", "Il vicesindaco ricorda la scadenza."),
    ("office", "I sindaci della zona hanno deciso la chiusura."),
    ("assessor", "Iniziativa dell'Assessorato alla cultura."),
    ("assessor", "L'assessore alla scuola comunica gli orari."),
    ("assessor", "Un incontro con l'assessora."),
    ("giunta", "La Giunta ha deciso gli orari nuovi."),
    ("giunta", "Lo ha deciso la giunta comunale."),
    ("giunta", "Con una decisione della Giunta regionale."),
    ("council", "Il Consiglio comunale ha approvato il nuovo regolamento."),
    ("council", "Il consigliere comunale delegato risponde."),
]


@pytest.mark.parametrize(("key", "sentence"), WARNED, ids=[sentence for _, sentence in WARNED])
def test_a_sentence_that_warns(key, sentence):
    assert key in keys(sentence)


ORDINARY = """
Via Roma chiusa dalle 8 alle 18 di lunedì 11 maggio.
L'ufficio anagrafe è chiuso lunedì 11 maggio.
Il Comune informa che l'ufficio tributi cambia orario.
L'Amministrazione comunale informa che gli uffici chiudono alle 13.
Si ricorda che la rata della TARI scade il 31 maggio.
Via Mario Rossi è chiusa al traffico.
Via Giovanni Guglielmi è chiusa al traffico.
In via M. Rossi manca l'acqua dalle 9 alle 12.
In piazza Guglielmi divieto di sosta.
La scuola De Luca resta chiusa per allerta meteo.
Il sottopasso di via D'Angelo è chiuso.
La farmacia Bianchi è di turno domenica.
I contenitori rossi si ritirano il martedì.
Bandiera bianca e contenitori bianchi: raccolta della carta.
I conti correnti per pagare sono sul sito.
Vento forte da domani sera: allerta gialla.
Allerta arancione per pioggia dalle 18 di lunedì.
Si vota per l'elezione del Sindaco e del Consiglio comunale il 24 e 25 maggio.
I seggi sono aperti domenica dalle 7 alle 23 e lunedì dalle 7 alle 15.
La tessera elettorale si ritira all'ufficio elettorale, aperto anche domenica.
Sulla scheda si scrive il nome di un candidato alla carica di sindaco.
Con ordinanza n. 12 del 10 maggio le scuole sono chiuse.
Ordinanza sindacale n. 12: divieto di consumo dell'acqua in via Tosco Romagnola.
Sciopero indetto dai sindacati: servizi non garantiti.
Il collegio dei sindaci revisori riceve la documentazione in ufficio.
Il Consiglio comunale è convocato giovedì alle 15, in diretta sul sito.
La deliberazione di Giunta comunale n. 45 fissa le tariffe della mensa.
Come da delibera della Giunta n. 45 la tariffa cambia.
È giunta la comunicazione del gestore: acqua sospesa fino alle 14.
La raccolta è giunta al termine.
Grazie per la collaborazione.
Si ringrazia per la pazienza.
Grazie a tutti per la pazienza.
I risultati delle analisi dell'acqua sono sul sito.
I risultati del concorso sono pubblicati all'albo.
I risultati elettorali sono sul sito del Ministero.
L'acqua è risultata potabile dopo i controlli.
I campioni sono risultati conformi.
Sabato sono previste temperature record: bere spesso.
Richiamo del vaccino: prenotazioni dal 3 giugno.
Richiamo in servizio del medico: ambulatorio aperto.
Freddo estremo: il centro di accoglienza è aperto.
Manutenzione straordinaria dell'ascensore: ufficio al primo piano.
Apertura straordinaria dell'ufficio elettorale sabato dalle 8 alle 12.
La domanda è inviata con successo quando arriva il numero di protocollo.
Gratuito patrocinio: le domande si presentano in tribunale.
L'accesso è solo su appuntamento.
Per prendere un appuntamento: numero verde 800 01 77 28.
Per la sagra via Roma è chiusa sabato dalle 18.
Per il concerto divieto di sosta in piazza dei Caduti.
Festa patronale: gli uffici sono chiusi il 5 agosto.
Nei giorni di festa la raccolta non si fa.
Per la Festa della Repubblica gli uffici sono chiusi.
Il mercato del sabato si sposta in piazza Gramsci.
Mostra il documento allo sportello.
La fiera di maggio è in piazza dei Caduti.
Fiera: via Roma chiusa dalle 6 alle 20.
FIERA DI CASCINA: BANCHI E DIVIETI DI SOSTA.
Si invita la cittadinanza a limitare gli spostamenti.
Il Comune invita i cittadini a non usare l'acqua.
Il nido accoglie le domande fino al 30 maggio.
Il bonus idrico si chiede entro il 31 maggio.
L'autolettura del contatore si manda entro venerdì.
Il ponte sull'Arno è chiuso ai mezzi pesanti.
Il treno delle 7:42 è sospeso per lavori.
Dal 1° giugno la carta d'identità si prenota sul sito.
L'Unione dei Comuni cambia sede: il servizio è in corso Matteotti.
Scadenza per le domande di contributo affitto: 15 giugno.
Il medico condotto di Marciana è assente dal 2 al 5 giugno.
Numero unico per le emergenze: 112.
La protezione civile chiede di non attraversare i sottopassi.
Il programma della raccolta porta a porta cambia da giugno.
Un grammo di plastica nell'organico blocca l'impianto.
La sezione elettorale n. 12 si sposta alla scuola di San Frediano.
""".strip().splitlines()


@pytest.mark.parametrize("sentence", ORDINARY)
def test_an_ordinary_sentence_of_the_urp_does_not_warn(sentence):
    assert found(sentence) == []


def test_there_are_enough_of_both():
    assert len(WARNED) >= 30
    assert len(ORDINARY) >= 60


def test_a_warning_says_what_was_found_which_case_it_resembles_and_what_to_write():
    (warned,) = election_words.warnings("A cura dell'Assessorato.")
    assert warned.sentence == (
        "«Assessorato»: A Coccaglio bastò «Assessorato alla cultura» su una locandina (Agcom, 328/24/CONS). "
        "Scrivi l'ufficio: «l'ufficio Scuola», «il Comune»."
    )


def test_what_is_found_is_told_once_and_what_is_harmless_is_no_excuse_for_the_next():
    assert found("L’ASSESSORE D’ANGELO. Ancora l'assessore D'Angelo.") == ["ASSESSORE D’ANGELO", "ASSESSORE"]

    assert keys("Si vota per eleggere il sindaco. Il sindaco riceve alle 21.") == ["office"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Grazie al lavoro degli uffici, finalmente!",
        "Con il patrocinio del Comune.",
        "Vi aspettiamo alla sagra.",
    ],
)
def test_praise_and_invitations_are_for_people_to_judge(sentence):
    """The declaration asks for them; no list of words finds them."""
    assert keys(sentence) == []


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Locandina_SindacoRossi-def.pdf", "office"),
        ("saluto-assessora-bianchi.pdf", "name"),
        ("mario.rossi.pdf", "name"),
        ("MRossi_volantino2.pdf", "name"),
        ("guglielmi2026.pdf", "name"),
    ],
)
def test_the_name_of_a_file_that_warns(name, key):
    assert key in keys(words_of_file(name), any_case=True)


@pytest.mark.parametrize(
    "name",
    [
        "via_mario_rossi_chiusa.pdf",
        "contenitori-rossi.pdf",
        "avviso_TARI_2026.pdf",
        "IMG_2041.JPG",
        "rossi.pdf",
        "a.b.c",
    ],
)
def test_the_name_of_a_file_that_does_not(name):
    assert keys(words_of_file(name), any_case=True) == []


def test_nobody_kept_and_nothing_written():
    assert election_words.warnings("", PEOPLE) == []
    assert election_words.warnings("Mario Rossi riceve il martedì.") == []
    assert election_words.warnings("Mario Rossi", [Person("", "")]) == []
