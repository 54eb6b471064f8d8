"""Two more purposes of a broadcast: the question whether to go on, and its reminder. The table stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0013_trial_forms_in_words"), ("subscribers", "0013_renewal")]
    operations = [
        migrations.AlterField(
            model_name="campaign",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("news", "Notizia"),
                    ("yearly_reminder", "Promemoria annuale"),
                    ("notice_changed", "Cambia l'informativa"),
                    ("renewal_question", "Domanda di rinnovo"),
                    ("renewal_reminder", "Sollecito del rinnovo"),
                    ("service_paused", "Sospensione del servizio"),
                    ("agcom_notice", "Avviso imposto da Agcom"),
                ],
                default="news",
                editable=False,
                max_length=20,
                verbose_name="a che cosa serve",
            ),
        ),
    ]
