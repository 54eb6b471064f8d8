"""What is told of a warning is chosen, or guessed from its words; a drill says so."""

import pytest

from broadcasts.rules.cap import facts


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("Acqua non potabile a Navacchio: non bere e non usare per cucinare.", "Acqua, adesso, grave"),
        ("Manca l'acqua in via Roma fino alle 18.", "Acqua, adesso, moderata"),
        ("Allerta arancione per pioggia e vento domani.", "Maltempo, più avanti, grave"),
        ("Allerta rossa per piena: lasciate le case.", "Piena o allagamento, adesso, estrema"),
        ("Neve prevista da lunedì 7 dicembre: allerta gialla.", "Neve o ghiaccio, più avanti, moderata"),
        ("Cessata allerta: il ponte è aperto.", "Strada, ponte o ferrovia interrotti, è già passata"),
        ("Blackout in centro: la luce manca dalle 9.", "Luce, gas, telefoni, adesso, moderata"),
        ("Vedi il sito.", "Altro"),
    ],
)
def test_an_alert_is_guessed_from_its_words_in_one_line(words, line):
    assert facts.in_a_line(facts.read(None, words=words, topics="Allerte e urgenze")) == line


def test_the_words_come_before_the_topics_and_what_a_person_chose_before_both():
    words, topics = "Strada chiusa.", "Meteo, allagamenti"
    assert facts.read({}, topics=topics).event == "flood"
    assert facts.read({}, words=words, topics=topics).event == "transport"
    chosen = facts.read({"event": "other", "urgency": "Unknown"}, words=words, topics=topics)
    assert (chosen.event, chosen.urgency, chosen.severity) == ("other", "Unknown", "Moderate")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("ESERCITAZIONE: piena", True),
        ("*ESERCITAZIONE*", True),
        ("Piena (esercitazione)", False),
        ("Esercitazione", False),
    ],
)
def test_a_drill_says_so_at_once(title: str, expected: bool):
    assert facts.is_told(title) is expected
