"""Orders of Agcom are notes of the period that they are about, which only grow; the rows of before are copied there.

A period's triggers are made anew: adding a column rebuilds the table on SQLite, and notes may be added to an active one.
"""

from importlib import import_module
from typing import Any

from django.db import migrations, models

guards = import_module("cascina_whatsapp.elections.migrations.0002_guards")
GROWS = " AND substr(NEW.agcom_notes, 1, length(OLD.agcom_notes)) = OLD.agcom_notes"
UNPROTECT = {
    vendor: [one for one in statements if "agcom_order" not in one]
    for vendor, statements in guards.UNPROTECT.items()
}
NO_PERIOD = (
    "Un ordine di Agcom non è di nessun periodo elettorale (delibera {}). Scrivi prima il periodo a cui si riferisce, "
    "con la versione di prima, poi ripeti l'aggiornamento: gli ordini diventano note del periodo."
)


def protect_sqlite() -> list[str]:
    return _with_notes("sqlite", guards.protect_sqlite())


def protect_postgresql() -> list[str]:
    return _with_notes("postgresql", guards.protect_postgresql())


def _with_notes(vendor: str, statements: list[str]) -> list[str]:
    allowed = guards.allowed(vendor)
    return [one.replace(allowed, allowed + GROWS) for one in statements if "agcom_order" not in one]


def protect(apps: Any, schema_editor: Any) -> None:
    vendor = schema_editor.connection.vendor
    for statement in {"sqlite": protect_sqlite, "postgresql": protect_postgresql}[vendor]():
        schema_editor.execute(statement, params=None)


def unprotect(apps: Any, schema_editor: Any) -> None:
    for statement in UNPROTECT[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def copy_orders(apps: Any, schema_editor: Any) -> None:
    """RuntimeError where there is no period that an order could be a note of."""
    alias = schema_editor.connection.alias
    periods = apps.get_model("elections", "ElectoralPeriod").objects.using(alias)
    orders = apps.get_model("elections", "AgcomOrder").objects.using(alias)
    for order in orders.select_related("recorded_by").order_by("date", "pk"):
        before = periods.filter(starts_at__date__lte=order.date).order_by("starts_at").last()
        period = periods.filter(pk=order.period_id).first() or before or periods.order_by("starts_at").first()
        if period is None:
            raise RuntimeError(NO_PERIOD.format(order.number))
        period.agcom_notes = "\n\n".join(filter(None, [period.agcom_notes, in_words(order)]))
        period.save(update_fields=["agcom_notes"])


def in_words(order: Any) -> str:
    """Everything that the row says, for a person to read."""
    told = {
        "Da eseguire entro": order.deadline,
        "Avviso pubblicato": order.published_where,
        "Dal": order.published_from,
        "Fino al": order.published_to,
        "Testo dell'avviso": order.notice_text,
    }
    lines = [f"Delibera {order.number} del {order.date:%d/%m/%Y}: {order.items}"]
    for name, value in told.items():
        if value:
            lines.append(f"{name}: {value if isinstance(value, str) else format(value, '%d/%m/%Y')}")
    return "\n".join([*lines, f"({order.recorded_by.username}, {order.recorded_at:%d/%m/%Y})"])


class Migration(migrations.Migration):
    # After the groups' rights to orders, which were given when there was such a table.
    dependencies = [("elections", "0003_case_file"), ("privacy", "0015_withdrawn_and_sent")]
    operations = [
        migrations.RunPython(guards.unprotect, guards.protect),
        migrations.AddField(
            model_name="electoralperiod",
            name="agcom_notes",
            field=models.TextField(
                blank=True, db_default="", default="", editable=False, verbose_name="ordini di Agcom"
            ),
        ),
        migrations.RunPython(copy_orders, migrations.RunPython.noop),
        migrations.DeleteModel(name="AgcomOrder"),
        migrations.RunPython(protect, unprotect),
    ]
