"""Every text of the service, declared once: what it is for, how it begins, what it must say, when it is held back.

A module per group of texts. They are plain data and touch neither the database nor the conversation; `migrate`
writes the first version of those that have no row yet.
"""

from . import other_answers, pages, personal_data, subscribing

TEXTS = (
    *pages.TEXTS,
    *subscribing.TEXTS,
    *personal_data.TEXTS,
    *other_answers.TEXTS,
    *pages.MESSAGES,
)
"""The texts, in the order in which staff see them."""
