"""Which words of a notice WhatsApp may take for an invitation, and which are everyday words of the office."""

import pytest

from broadcasts.rules.invitation_words import warnings


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Vi aspettiamo in piazza sabato.", "Vi aspettiamo"),
        ("Tutta la cittadinanza è invitata all'incontro.", "Tutta la cittadinanza è invitata"),
        ("Invitiamo i cittadini all'incontro di lunedì.", "Invitiamo i cittadini"),
        ("Un'iniziativa da non perdere.", "da non perdere"),
        ("Affrettatevi: ultimi posti!", "Affrettatevi"),
        ("Offerta speciale per le famiglie.", "Offerta"),
        ("Sconto del 20% per i residenti.", "Sconto"),
        ("La visita è gratis per tutti.", "gratis"),
        ("Ingresso libero fino alle 20.", "Ingresso libero"),
        ("Il biglietto costa 5 €.", "5 €"),
        ("Il biglietto costa € 5.", "€ 5"),
        ("Il biglietto costa 5,50 euro.", "5,50 euro"),
        ("Sabato concerto in piazza dei Caduti.", "concerto"),
    ],
)
def test_what_invites_is_pointed_out_with_what_to_do(text, word):
    (sentence,) = warnings(text)
    assert sentence.startswith(f"«{word}» ")
    assert "scegli «Invito»" in sentence


@pytest.mark.parametrize(
    "text",
    [
        "Lunedì 15 giugno, dalle 8 alle 18, via Roma è chiusa per lavori. Segui le deviazioni.",
        "In occasione del mercato la strada è chiusa.",
        "Via Roma è chiusa sabato per il concerto in piazza.",  # the street is what it is about
        "La scadenza della TARI è il 30 giugno.",
        "Il servizio è sospeso: non mancherà l'acqua potabile.",
        "Allerta arancione per domani. Non uscire se non serve.",
        "Il pagamento si fa con pagoPA, l'euro non cambia.",
    ],
)
def test_a_plain_notice_is_left_alone(text):
    assert warnings(text) == []


def test_a_word_of_each_kind_is_told_and_the_advice_once():
    (sentence,) = warnings("Vi aspettiamo, venite! Ingresso libero, è gratis.")
    assert sentence.startswith(
        "«Vi aspettiamo» invita a partecipare; «Ingresso libero» offre qualcosa: WhatsApp"
    )
