"""Rows about Services: protocols, field rules, providers, scenarios and their texts.

All of it can be rebuilt from the files of the catalogue; nothing here is ever edited by hand.
Rows are named by slug, so a foreign key holds the slug that people read.
"""

from django.db import models

from portsref.web.facts.models.facts import Fact

_WORD = 200
_SENTENCE = 1000


class Cited(Fact):
    """A row with the citation of its fact; `also` holds further ones in the same shape."""

    source_url = models.CharField(max_length=500)
    source_repo = models.CharField(max_length=_WORD, blank=True, default="")
    source_path = models.CharField(max_length=500, blank=True, default="")
    source_basis = models.CharField(max_length=16)
    also = models.JSONField(default=list)

    class Meta:
        """Shared by several tables."""

        abstract = True


class Staged(models.Model):
    """A row that says in which Kubernetes versions something was alpha, beta and stable."""

    alpha = models.CharField(max_length=8, blank=True, default="")
    beta = models.CharField(max_length=8, blank=True, default="")
    stable = models.CharField(max_length=8, blank=True, default="")

    class Meta:
        """Shared by several tables."""

        abstract = True


class ServiceFile(Fact):
    """A file of the catalogue about Services, and the month in which it was checked."""

    natural_fields = ("name",)

    name = models.SlugField(max_length=64, primary_key=True)
    checked = models.CharField(max_length=7)

    def __str__(self) -> str:
        """Name of the file."""
        return self.name


class ServiceProtocol(Cited, Staged):
    """A transport protocol of Services; the citation is that of its stages."""

    natural_fields = ("slug",)

    slug = models.SlugField(max_length=64, primary_key=True)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=8)
    number = models.PositiveSmallIntegerField()
    is_default = models.BooleanField()
    summary = models.CharField(max_length=_SENTENCE)
    gate = models.CharField(max_length=_WORD, blank=True, default="")

    class Meta:
        """In the order of the files."""

        ordering = ("position",)

    def __str__(self) -> str:
        """Name of the protocol."""
        return self.name


class ServiceSupport(Cited):
    """Whether a Service type, a kind of node or a mode of kube-proxy carries a protocol."""

    natural_fields = ("protocol_id", "kind", "name")
    owner = "protocol_id"

    protocol = models.ForeignKey(ServiceProtocol, models.CASCADE, related_name="support")
    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=32)
    position = models.PositiveSmallIntegerField()
    support = models.CharField(max_length=24)
    conditions = models.JSONField(default=list)
    note = models.CharField(max_length=_SENTENCE, blank=True, default="")

    class Meta:
        """In the order of the files."""

        ordering = ("protocol", "kind", "position")
        constraints = (
            models.UniqueConstraint(
                fields=["protocol", "kind", "name"], name="one_support_for_each_type"
            ),
        )

    def __str__(self) -> str:
        """Protocol, what carries it, and whether."""
        return f"{self.protocol_id} {self.name}: {self.support}"


class ServiceFact(Cited):
    """One sentence about a subject of a kind: a file, a protocol, or a provider."""

    natural_fields = ("kind", "subject", "position")
    owner = "subject"

    kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField()
    topic = models.CharField(max_length=32)
    label = models.CharField(max_length=_WORD, blank=True, default="")
    fact = models.CharField(max_length=_SENTENCE)
    ports = models.CharField(max_length=100, blank=True, default="")
    field = models.CharField(max_length=_WORD, blank=True, default="")
    listener = models.CharField(max_length=130, blank=True, default="")
    product = models.CharField(max_length=64, blank=True, default="")
    version = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        """In the order of the files."""

        ordering = ("kind", "subject", "position")
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "subject", "position"], name="one_fact_at_each_place"
            ),
        )

    def __str__(self) -> str:
        """Beginning of the sentence."""
        return self.fact[:80]


class FieldRule(Cited, Staged):
    """What a field of a Service accepts."""

    natural_fields = ("slug",)

    slug = models.SlugField(max_length=64, primary_key=True)
    position = models.PositiveSmallIntegerField()
    field = models.CharField(max_length=_WORD)
    rule = models.CharField(max_length=_SENTENCE)
    accepted_values = models.JSONField(default=list)
    default = models.CharField(max_length=_WORD, blank=True, default="")

    class Meta:
        """In the order of the files."""

        ordering = ("position",)

    def __str__(self) -> str:
        """Path of the field."""
        return self.field


class AppProtocol(Cited):
    """A value of spec.ports[].appProtocol."""

    natural_fields = ("value",)

    value = models.CharField(max_length=_WORD, primary_key=True)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16)
    transport = models.CharField(max_length=32)
    meaning = models.CharField(max_length=_SENTENCE)
    rfc = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        """In the order of the files."""

        ordering = ("position",)

    def __str__(self) -> str:
        """The value itself."""
        return self.value


class AppProtocolReader(Cited):
    """Something that reads appProtocol, or does not."""

    natural_fields = ("slug",)

    slug = models.SlugField(max_length=64, primary_key=True)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=_WORD)
    honours = models.JSONField(default=list)
    rules = models.JSONField(default=list)

    class Meta:
        """In the order of the files."""

        ordering = ("position",)

    def __str__(self) -> str:
        """Name of what reads it."""
        return self.name


class PreambleExample(Cited):
    """A PROXY protocol preamble that a receiver must accept or refuse."""

    natural_fields = ("slug",)

    slug = models.SlugField(max_length=64, primary_key=True)
    position = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    valid = models.BooleanField()
    shown = models.BooleanField()
    hex = models.CharField(max_length=2048)
    title = models.CharField(max_length=_SENTENCE)

    class Meta:
        """In the order of the files."""

        ordering = ("position",)

    def __str__(self) -> str:
        """Slug of the example."""
        return self.slug


class Provider(Fact):
    """What makes a load balancer for a Service."""

    natural_fields = ("slug",)

    slug = models.SlugField(max_length=64, primary_key=True)
    name = models.CharField(max_length=_WORD)
    order = models.PositiveIntegerField()
    layer = models.CharField(max_length=16)
    checked = models.CharField(max_length=7)
    status = models.CharField(max_length=16, blank=True, default="")
    product = models.CharField(max_length=64, blank=True, default="")
    based_on = models.CharField(max_length=64, blank=True, default="")
    selected_by = models.CharField(max_length=_SENTENCE, blank=True, default="")
    load_balancer_classes = models.JSONField(default=list)

    class Meta:
        """In the order of the files."""

        ordering = ("order",)

    def __str__(self) -> str:
        """Name of the provider."""
        return self.name


class ProviderSupport(Cited):
    """Whether a provider carries a protocol, or several in one Service."""

    natural_fields = ("provider_id", "protocol")
    owner = "provider_id"

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="support")
    protocol = models.CharField(max_length=8)
    position = models.PositiveSmallIntegerField()
    support = models.CharField(max_length=24)
    note = models.CharField(max_length=_SENTENCE, blank=True, default="")

    class Meta:
        """In the order of the files."""

        ordering = ("provider", "position")
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "protocol"], name="one_provider_support_for_each_protocol"
            ),
        )

    def __str__(self) -> str:
        """Provider, protocol, and whether."""
        return f"{self.provider_id} {self.protocol}: {self.support}"


class ProviderSetting(Cited):
    """An exact key of a provider, with its values and what it does."""

    natural_fields = ("provider_id", "position")
    owner = "provider_id"

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="settings")
    position = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=32, db_index=True)
    key = models.CharField(max_length=_WORD)
    place = models.CharField(max_length=16)
    accepted_values = models.JSONField(default=list)
    form = models.CharField(max_length=_SENTENCE, blank=True, default="")
    default = models.CharField(max_length=_WORD, blank=True, default="")
    example = models.CharField(max_length=_WORD, blank=True, default="")
    meaning = models.CharField(max_length=_SENTENCE)
    only = models.CharField(max_length=_SENTENCE, blank=True, default="")

    class Meta:
        """In the order of the files."""

        ordering = ("provider", "position")
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "position"], name="one_setting_at_each_place"
            ),
        )

    def __str__(self) -> str:
        """Provider and key."""
        return f"{self.provider_id} {self.key}"


class Scenario(Fact):
    """A special way to use a Service."""

    natural_fields = ("slug",)

    slug = models.SlugField(max_length=64, primary_key=True)
    order = models.PositiveIntegerField()
    group = models.CharField(max_length=32)
    title = models.CharField(max_length=_WORD)
    summary = models.CharField(max_length=_SENTENCE)
    service_protocols = models.JSONField(default=list)
    app_protocols = models.JSONField(default=list)
    provider_settings = models.JSONField(default=list)
    related = models.JSONField(default=list)
    sources = models.JSONField(default=list)

    class Meta:
        """In the order of the files."""

        ordering = ("order",)

    def __str__(self) -> str:
        """Title of the scenario."""
        return self.title


class ScenarioPort(Cited):
    """A flow that a scenario means: known ports, or the field that holds the port."""

    natural_fields = ("scenario_id", "position")
    owner = "scenario_id"

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="flows")
    position = models.PositiveSmallIntegerField()
    origin = models.CharField(max_length=_WORD)
    destination = models.CharField(max_length=_WORD)
    protocols = models.JSONField(default=list)
    ports = models.CharField(max_length=100, blank=True, default="")
    field = models.CharField(max_length=_WORD, blank=True, default="")
    listener = models.CharField(max_length=130, blank=True, default="")
    why = models.CharField(max_length=_SENTENCE)

    class Meta:
        """In the order of the files."""

        ordering = ("scenario", "position")
        constraints = (
            models.UniqueConstraint(
                fields=["scenario", "position"], name="one_scenario_port_at_each_place"
            ),
        )

    def __str__(self) -> str:
        """From where to where."""
        return f"{self.origin} → {self.destination} {self.ports or self.field}"


class ScenarioText(Fact):
    """The Markdown of a scenario in one language."""

    natural_fields = ("scenario_id", "language")

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=16)
    markdown = models.TextField()

    class Meta:
        """In the order of the files."""

        ordering = ("scenario", "language")
        constraints = (
            models.UniqueConstraint(fields=["scenario", "language"], name="one_text_a_language"),
        )

    def __str__(self) -> str:
        """Scenario and language."""
        return f"{self.scenario_id} ({self.language})"
