"""The figures that one looks for stand out in the sentence of a result."""

import pytest

from cascina_whatsapp.presentation.templatetags.charts import with_figures


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (
            "Arrivato a 438 persone su 441, letto da 1.272: l'8 %. Costo: 27,48 €.",
            "Arrivato a <strong>438 persone su 441</strong>, letto da <strong>1.272: l&#x27;8\xa0%</strong>. "
            "Costo: <strong>27,48\xa0€</strong>.",
        ),
        (
            "300 arrivati, 212 trattenuti. Annullato: 1.377 l'hanno ricevuto.",
            "<strong>300 arrivati, 212 trattenuti.</strong> "
            "Annullato: <strong>1.377 l&#x27;hanno ricevuto</strong>.",
        ),
        ("Non è arrivato a <nessuno>.", "Non è arrivato a &lt;nessuno&gt;."),
    ],
)
def test_the_figures_of_a_result_stand_out(told, shown):
    assert with_figures(told) == shown
