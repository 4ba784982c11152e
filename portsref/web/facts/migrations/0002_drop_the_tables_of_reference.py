"""Facts stood in tables of the app `reference`. They are rebuilt from the files, so those tables go."""

from typing import Any

from django.db import migrations


def drop(_apps: Any, schema_editor: Any) -> None:
    """Drop what the former app left behind, where there is anything."""
    connection = schema_editor.connection
    cascade = " CASCADE" if connection.vendor == "postgresql" else ""
    for table in connection.introspection.table_names():
        if table.startswith("reference_"):
            schema_editor.execute(f"DROP TABLE {connection.ops.quote_name(table)}{cascade}")
    schema_editor.execute("DELETE FROM django_migrations WHERE app = 'reference'")


class Migration(migrations.Migration):
    dependencies = [
        ("facts", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(drop, migrations.RunPython.noop),
    ]
