import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AppProtocol",
            fields=[
                ("source_url", models.CharField(max_length=500)),
                ("source_repo", models.CharField(blank=True, default="", max_length=200)),
                ("source_path", models.CharField(blank=True, default="", max_length=500)),
                ("source_basis", models.CharField(max_length=16)),
                ("also", models.JSONField(default=list)),
                ("value", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(max_length=16)),
                ("transport", models.CharField(max_length=32)),
                ("meaning", models.CharField(max_length=1000)),
                ("rfc", models.CharField(blank=True, default="", max_length=32)),
            ],
            options={
                "ordering": ("position",),
            },
        ),
        migrations.CreateModel(
            name="AppProtocolReader",
            fields=[
                ("source_url", models.CharField(max_length=500)),
                ("source_repo", models.CharField(blank=True, default="", max_length=200)),
                ("source_path", models.CharField(blank=True, default="", max_length=500)),
                ("source_basis", models.CharField(max_length=16)),
                ("also", models.JSONField(default=list)),
                ("slug", models.SlugField(max_length=64, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("honours", models.JSONField(default=list)),
                ("rules", models.JSONField(default=list)),
            ],
            options={
                "ordering": ("position",),
            },
        ),
        migrations.CreateModel(
            name="CatalogueVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("date", models.DateField()),
                ("digest", models.CharField(max_length=64)),
                ("files_digest", models.CharField(max_length=64)),
                ("loaded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ("-pk",),
                "get_latest_by": "pk",
            },
        ),
        migrations.CreateModel(
            name="Component",
            fields=[
                ("key", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("position", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=1000)),
                ("roles", models.JSONField()),
                ("summary", models.CharField(max_length=1000)),
            ],
            options={
                "ordering": ("product_id", "position"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FieldRule",
            fields=[
                ("source_url", models.CharField(max_length=500)),
                ("source_repo", models.CharField(blank=True, default="", max_length=200)),
                ("source_path", models.CharField(blank=True, default="", max_length=500)),
                ("source_basis", models.CharField(max_length=16)),
                ("also", models.JSONField(default=list)),
                ("alpha", models.CharField(blank=True, default="", max_length=8)),
                ("beta", models.CharField(blank=True, default="", max_length=8)),
                ("stable", models.CharField(blank=True, default="", max_length=8)),
                ("slug", models.SlugField(max_length=64, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField()),
                ("field", models.CharField(max_length=200)),
                ("rule", models.CharField(max_length=1000)),
                ("accepted_values", models.JSONField(default=list)),
                ("default", models.CharField(blank=True, default="", max_length=200)),
            ],
            options={
                "ordering": ("position",),
            },
        ),
        migrations.CreateModel(
            name="KubernetesRelease",
            fields=[
                (
                    "key",
                    models.CharField(
                        max_length=8, primary_key=True, serialize=False, verbose_name="version"
                    ),
                ),
                ("released", models.DateField(blank=True, null=True)),
                ("active_support_ends", models.DateField(blank=True, null=True)),
                ("end_of_life", models.DateField(blank=True, null=True)),
                ("position", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ("position",),
            },
        ),
        migrations.CreateModel(
            name="PreambleExample",
            fields=[
                ("source_url", models.CharField(max_length=500)),
                ("source_repo", models.CharField(blank=True, default="", max_length=200)),
                ("source_path", models.CharField(blank=True, default="", max_length=500)),
                ("source_basis", models.CharField(max_length=16)),
                ("also", models.JSONField(default=list)),
                ("slug", models.SlugField(max_length=64, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField()),
                ("version", models.PositiveSmallIntegerField()),
                ("valid", models.BooleanField()),
                ("shown", models.BooleanField()),
                ("hex", models.CharField(max_length=2048)),
                ("title", models.CharField(max_length=1000)),
            ],
            options={
                "ordering": ("position",),
            },
        ),
        migrations.CreateModel(
            name="Provider",
            fields=[
                ("slug", models.SlugField(max_length=64, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("order", models.PositiveIntegerField()),
                ("layer", models.CharField(max_length=16)),
                ("checked", models.CharField(max_length=7)),
                ("status", models.CharField(blank=True, default="", max_length=16)),
                ("product", models.CharField(blank=True, default="", max_length=64)),
                ("based_on", models.CharField(blank=True, default="", max_length=64)),
                ("selected_by", models.CharField(blank=True, default="", max_length=1000)),
                ("load_balancer_classes", models.JSONField(default=list)),
            ],
            options={
                "ordering": ("order",),
            },
        ),
        migrations.CreateModel(
            name="Role",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("heading", models.CharField(max_length=200)),
                ("fallback", models.CharField(blank=True, max_length=64)),
                ("shown_under", models.CharField(blank=True, max_length=64)),
                ("position", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ("position",),
            },
        ),
        migrations.CreateModel(
            name="Scenario",
            fields=[
                ("slug", models.SlugField(max_length=64, primary_key=True, serialize=False)),
                ("order", models.PositiveIntegerField()),
                ("group", models.CharField(max_length=32)),
                ("title", models.CharField(max_length=200)),
                ("summary", models.CharField(max_length=1000)),
                ("service_protocols", models.JSONField(default=list)),
                ("app_protocols", models.JSONField(default=list)),
                ("provider_settings", models.JSONField(default=list)),
                ("related", models.JSONField(default=list)),
                ("sources", models.JSONField(default=list)),
            ],
            options={
                "ordering": ("order",),
            },
        ),
        migrations.CreateModel(
            name="ServiceFile",
            fields=[
                ("name", models.SlugField(max_length=64, primary_key=True, serialize=False)),
                ("checked", models.CharField(max_length=7)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ServiceProtocol",
            fields=[
                ("source_url", models.CharField(max_length=500)),
                ("source_repo", models.CharField(blank=True, default="", max_length=200)),
                ("source_path", models.CharField(blank=True, default="", max_length=500)),
                ("source_basis", models.CharField(max_length=16)),
                ("also", models.JSONField(default=list)),
                ("alpha", models.CharField(blank=True, default="", max_length=8)),
                ("beta", models.CharField(blank=True, default="", max_length=8)),
                ("stable", models.CharField(blank=True, default="", max_length=8)),
                ("slug", models.SlugField(max_length=64, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=8)),
                ("number", models.PositiveSmallIntegerField()),
                ("is_default", models.BooleanField()),
                ("summary", models.CharField(max_length=1000)),
                ("gate", models.CharField(blank=True, default="", max_length=200)),
            ],
            options={
                "ordering": ("position",),
            },
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("kind", models.CharField(db_index=True, max_length=32)),
                ("status", models.CharField(blank=True, max_length=32)),
                ("summary", models.CharField(max_length=1000)),
                ("homepage", models.URLField(max_length=500)),
                ("checked_version", models.CharField(max_length=200)),
                ("checked_date", models.DateField()),
                ("official_tables", models.JSONField(default=list)),
                ("etcd_hosts_are_nodes", models.JSONField(blank=True, null=True)),
                (
                    "base",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="built_on_it",
                        to="facts.product",
                    ),
                ),
            ],
            options={
                "ordering": ("key",),
            },
        ),
        migrations.CreateModel(
            name="OutboundNeed",
            fields=[
                ("key", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("position", models.PositiveIntegerField()),
                ("protocol", models.CharField(db_index=True, max_length=16)),
                ("ports", models.CharField(blank=True, max_length=1000)),
                ("roles", models.JSONField()),
                ("purpose", models.CharField(max_length=1000)),
                ("when", models.JSONField(default=list)),
                ("scope", models.CharField(max_length=16)),
                ("setting", models.CharField(blank=True, max_length=1000)),
                ("tls", models.CharField(max_length=16)),
                ("since", models.CharField(blank=True, max_length=8)),
                ("until", models.CharField(blank=True, max_length=8)),
                ("required", models.BooleanField()),
                ("note", models.CharField(blank=True, max_length=1000)),
                ("source_url", models.URLField(max_length=500)),
                ("source_repo", models.CharField(blank=True, max_length=1000)),
                ("source_path", models.CharField(blank=True, max_length=1000)),
                ("source_basis", models.CharField(max_length=16)),
                ("to_roles", models.JSONField(default=list)),
                ("to_place", models.CharField(blank=True, max_length=300)),
                ("reaches", models.JSONField(default=list)),
                ("through_proxy", models.BooleanField(default=True)),
                (
                    "component",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="facts.component",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="facts.product",
                    ),
                ),
            ],
            options={
                "ordering": ("product_id", "position"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Option",
            fields=[
                ("key", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("position", models.PositiveIntegerField()),
                ("label", models.CharField(max_length=1000)),
                ("choices", models.JSONField()),
                ("default", models.CharField(max_length=1000)),
                ("setting", models.CharField(blank=True, max_length=1000)),
                ("explain", models.CharField(blank=True, max_length=1000)),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="facts.product",
                    ),
                ),
            ],
            options={
                "ordering": ("product_id", "position"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Omit",
            fields=[
                ("key", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("position", models.PositiveIntegerField()),
                ("listener", models.CharField(max_length=129)),
                ("when", models.JSONField(default=list)),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="facts.product",
                    ),
                ),
            ],
            options={
                "ordering": ("product_id", "position"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Listener",
            fields=[
                ("key", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("position", models.PositiveIntegerField()),
                ("protocol", models.CharField(db_index=True, max_length=16)),
                ("ports", models.CharField(blank=True, max_length=1000)),
                ("roles", models.JSONField()),
                ("purpose", models.CharField(max_length=1000)),
                ("when", models.JSONField(default=list)),
                ("scope", models.CharField(max_length=16)),
                ("setting", models.CharField(blank=True, max_length=1000)),
                ("tls", models.CharField(max_length=16)),
                ("since", models.CharField(blank=True, max_length=8)),
                ("until", models.CharField(blank=True, max_length=8)),
                ("required", models.BooleanField()),
                ("note", models.CharField(blank=True, max_length=1000)),
                ("source_url", models.URLField(max_length=500)),
                ("source_repo", models.CharField(blank=True, max_length=1000)),
                ("source_path", models.CharField(blank=True, max_length=1000)),
                ("source_basis", models.CharField(max_length=16)),
                ("peers", models.JSONField()),
                ("replaces", models.CharField(blank=True, max_length=129)),
                ("random", models.BooleanField()),
                ("binds", models.CharField(blank=True, max_length=64)),
                (
                    "component",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="facts.component",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="facts.product",
                    ),
                ),
            ],
            options={
                "ordering": ("product_id", "position"),
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="component",
            name="product",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="facts.product",
            ),
        ),
        migrations.CreateModel(
            name="Bundle",
            fields=[
                ("key", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("position", models.PositiveIntegerField()),
                ("when", models.JSONField(default=list)),
                ("options", models.JSONField(default=dict)),
                (
                    "brings",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="brought_by",
                        to="facts.product",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="facts.product",
                    ),
                ),
            ],
            options={
                "ordering": ("product_id", "position"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ServiceFact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source_url", models.CharField(max_length=500)),
                ("source_repo", models.CharField(blank=True, default="", max_length=200)),
                ("source_path", models.CharField(blank=True, default="", max_length=500)),
                ("source_basis", models.CharField(max_length=16)),
                ("also", models.JSONField(default=list)),
                ("subject", models.CharField(max_length=100)),
                ("position", models.PositiveSmallIntegerField()),
                ("topic", models.CharField(max_length=32)),
                ("label", models.CharField(blank=True, default="", max_length=200)),
                ("fact", models.CharField(max_length=1000)),
                ("ports", models.CharField(blank=True, default="", max_length=100)),
                ("field", models.CharField(blank=True, default="", max_length=200)),
                ("listener", models.CharField(blank=True, default="", max_length=130)),
                ("product", models.CharField(blank=True, default="", max_length=64)),
                ("version", models.PositiveSmallIntegerField(blank=True, null=True)),
            ],
            options={
                "ordering": ("subject", "position"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject", "position"), name="one_fact_at_each_place"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Translation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=16)),
                ("source", models.CharField(max_length=64)),
                ("english", models.CharField(max_length=1000)),
                ("text", models.CharField(max_length=2000)),
            ],
            options={
                "ordering": ("language", "source", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("language", "source", "english"), name="translation_of_a_sentence"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProviderSetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source_url", models.CharField(max_length=500)),
                ("source_repo", models.CharField(blank=True, default="", max_length=200)),
                ("source_path", models.CharField(blank=True, default="", max_length=500)),
                ("source_basis", models.CharField(max_length=16)),
                ("also", models.JSONField(default=list)),
                ("position", models.PositiveSmallIntegerField()),
                ("purpose", models.CharField(db_index=True, max_length=32)),
                ("key", models.CharField(max_length=200)),
                ("place", models.CharField(max_length=16)),
                ("accepted_values", models.JSONField(default=list)),
                ("form", models.CharField(blank=True, default="", max_length=1000)),
                ("default", models.CharField(blank=True, default="", max_length=200)),
                ("example", models.CharField(blank=True, default="", max_length=200)),
                ("meaning", models.CharField(max_length=1000)),
                ("only", models.CharField(blank=True, default="", max_length=1000)),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="settings",
                        to="facts.provider",
                    ),
                ),
            ],
            options={
                "ordering": ("provider", "position"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("provider", "position"), name="one_setting_at_each_place"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProviderSupport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source_url", models.CharField(max_length=500)),
                ("source_repo", models.CharField(blank=True, default="", max_length=200)),
                ("source_path", models.CharField(blank=True, default="", max_length=500)),
                ("source_basis", models.CharField(max_length=16)),
                ("also", models.JSONField(default=list)),
                ("protocol", models.CharField(max_length=8)),
                ("position", models.PositiveSmallIntegerField()),
                ("support", models.CharField(max_length=24)),
                ("note", models.CharField(blank=True, default="", max_length=1000)),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="support",
                        to="facts.provider",
                    ),
                ),
            ],
            options={
                "ordering": ("provider", "position"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("provider", "protocol"),
                        name="one_provider_support_for_each_protocol",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ScenarioPort",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source_url", models.CharField(max_length=500)),
                ("source_repo", models.CharField(blank=True, default="", max_length=200)),
                ("source_path", models.CharField(blank=True, default="", max_length=500)),
                ("source_basis", models.CharField(max_length=16)),
                ("also", models.JSONField(default=list)),
                ("position", models.PositiveSmallIntegerField()),
                ("origin", models.CharField(max_length=200)),
                ("destination", models.CharField(max_length=200)),
                ("protocols", models.JSONField(default=list)),
                ("ports", models.CharField(blank=True, default="", max_length=100)),
                ("field", models.CharField(blank=True, default="", max_length=200)),
                ("listener", models.CharField(blank=True, default="", max_length=130)),
                ("why", models.CharField(max_length=1000)),
                (
                    "scenario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="flows",
                        to="facts.scenario",
                    ),
                ),
            ],
            options={
                "ordering": ("scenario", "position"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scenario", "position"), name="one_scenario_port_at_each_place"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ScenarioText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=16)),
                ("markdown", models.TextField()),
                (
                    "scenario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="facts.scenario",
                    ),
                ),
            ],
            options={
                "ordering": ("scenario", "language"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scenario", "language"), name="one_text_a_language"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceSupport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source_url", models.CharField(max_length=500)),
                ("source_repo", models.CharField(blank=True, default="", max_length=200)),
                ("source_path", models.CharField(blank=True, default="", max_length=500)),
                ("source_basis", models.CharField(max_length=16)),
                ("also", models.JSONField(default=list)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("service-type", "Service Type"),
                            ("node", "Node"),
                            ("kube-proxy-mode", "Kube Proxy Mode"),
                        ],
                        max_length=16,
                    ),
                ),
                ("name", models.CharField(max_length=32)),
                ("position", models.PositiveSmallIntegerField()),
                ("support", models.CharField(max_length=24)),
                ("conditions", models.JSONField(default=list)),
                (
                    "protocol",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="support",
                        to="facts.serviceprotocol",
                    ),
                ),
            ],
            options={
                "ordering": ("protocol", "kind", "position"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("protocol", "kind", "name"), name="one_support_for_each_type"
                    )
                ],
            },
        ),
    ]
