"""People whose names a message should not carry during an electoral period."""

from django.db import models


class OfficeHolder(models.Model):
    """A person who holds a political office, or stands for one: public facts, which the URP keeps by hand."""

    class Role(models.TextChoices):
        MAYOR = "mayor", "Sindaco"
        DEPUTY_MAYOR = "deputy_mayor", "Vicesindaco"
        ASSESSOR = "assessor", "Assessore"
        COUNCIL_PRESIDENT = "council_president", "Presidente del Consiglio comunale"
        COUNCILLOR = "councillor", "Consigliere"
        CANDIDATE = "candidate", "Candidato"
        OTHER = "other", "Altra carica"

    name = models.CharField("nome", max_length=80)
    surname = models.CharField("cognome", max_length=80)
    role = models.CharField("carica", max_length=20, choices=Role)

    class Meta:
        verbose_name = "carica politica"
        verbose_name_plural = "cariche politiche"
        ordering = ["surname", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "surname", "role"],
                name="office_holder_once",
                violation_error_message="Questa persona c'è già, con la stessa carica.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.surname}"
