"""Columns for keys that were put together in code. The rows are written again after this."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("facts", "0002_drop_the_tables_of_reference"),
    ]

    operations = [
        migrations.RemoveField(model_name="outboundneed", name="to_place"),
        migrations.RemoveField(model_name="outboundneed", name="to_roles"),
        migrations.AddField(
            model_name="outboundneed",
            name="to",
            field=models.JSONField(default=list),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="servicesupport",
            name="note",
            field=models.CharField(blank=True, default="", max_length=1000),
        ),
        migrations.AlterField(
            model_name="servicesupport",
            name="kind",
            field=models.CharField(max_length=16),
        ),
        migrations.AlterModelOptions(
            name="servicefact",
            options={"ordering": ("kind", "subject", "position")},
        ),
        migrations.RemoveConstraint(model_name="servicefact", name="one_fact_at_each_place"),
        migrations.AddField(
            model_name="servicefact",
            name="kind",
            field=models.CharField(default="", max_length=16),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="servicefact",
            constraint=models.UniqueConstraint(
                fields=("kind", "subject", "position"), name="one_fact_at_each_place"
            ),
        ),
    ]
