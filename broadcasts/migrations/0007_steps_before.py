"""What a step of a broadcast keeps of how it was before, and two steps more: a request withdrawn, an approval undone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0006_longer_titles")]

    operations = [
        migrations.AddField(
            model_name="campaignevent",
            name="before",
            field=models.JSONField(db_default={}, default=dict, editable=False),
        ),
        migrations.AlterField(
            model_name="campaignevent",
            name="what",
            field=models.CharField(
                choices=[
                    ("proposed", "Proposto"),
                    ("copied", "Copiato da un altro messaggio"),
                    ("edited", "Modificato"),
                    ("tried", "Prova inviata"),
                    ("review_asked", "Approvazione chiesta"),
                    ("withdrawn", "Richiesta ritirata"),
                    ("sent_back", "Rimandato in bozza"),
                    ("approved", "Approvato"),
                    ("approved_own", "Approvato da chi lo ha scritto"),
                    ("taken_back", "Approvazione annullata prima della partenza"),
                    ("revised", "Modificato dopo l'approvazione, che non vale più"),
                    ("altered", "Non è partito: il contenuto non è quello approvato"),
                    ("started", "Invio iniziato"),
                    ("paused", "Messo in pausa"),
                    ("resumed", "Ripreso"),
                    ("cancelled", "Annullato"),
                    ("finished", "Invio finito"),
                    ("settled", "Esiti incerti decisi"),
                    ("resent", "Mandato di nuovo a chi non l'aveva ricevuto"),
                    ("template_submitted", "Modello su misura inviato a Meta"),
                    ("template_approved", "Modello su misura approvato da Meta"),
                    ("template_refused", "Modello su misura rifiutato da Meta"),
                    ("template_stopped", "Modello su misura fermato da Meta"),
                ],
                max_length=20,
                verbose_name="che cosa",
            ),
        ),
    ]
