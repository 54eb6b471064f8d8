"""Rows of the database, as stories look at them."""


def fresh(row):
    """The row as the database has it now: what its object in a test's hands does not know yet."""
    return type(row)._base_manager.get(pk=row.pk)
