"""The names of who holds an office or stands for one, which the form of each asks for."""

from django.contrib import admin

from cascina_whatsapp.elections.models import OfficeHolder
from cascina_whatsapp.presentation.components import OwnFiltersOnly


@admin.register(OfficeHolder)
class OfficeHolderAdmin(OwnFiltersOnly):
    """The list of names that a message should not carry in an electoral period."""

    list_display = ["surname", "name", "role"]
    list_filter = ["role"]
    search_fields = ["name", "surname"]
    actions = None
