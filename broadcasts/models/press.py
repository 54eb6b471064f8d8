"""The press list: newspapers, radios, offices that get what is published by e-mail; no citizens."""

from django.db import models
from django.db.models.functions import Lower


class PressAddress(models.Model):
    """An institutional address of a newsroom or an office. Kept by who approves; taken off when it asks to be."""

    class Kind(models.TextChoices):
        PRESS = "press", "Testata giornalistica"
        OFFICE = "office", "Ufficio o ente"
        SITE = "site", "Redazione del sito del Comune"

    name = models.CharField("di chi è", max_length=80, help_text="La testata o l'ufficio, non una persona.")
    kind = models.CharField("che cosa è", max_length=6, choices=Kind)
    address = models.EmailField(
        "indirizzo", max_length=200, help_text="Quello della redazione o dell'ufficio."
    )

    class Meta:
        verbose_name = "indirizzo per la stampa"
        verbose_name_plural = "indirizzi per la stampa"
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(Lower("address"), name="press_address_once")]

    def __str__(self) -> str:
        return self.name
