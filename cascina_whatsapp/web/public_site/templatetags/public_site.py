"""The template tag of every public page's frame: its owner, so that any app can use it."""

from django import template

from cascina_whatsapp.web.public_site import town_hall

register = template.Library()
register.simple_tag(town_hall.owner, name="owner")
