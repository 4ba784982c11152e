"""Listeners and outbound needs: the rows that pages, plans and the API are about."""

from django.db import models

from portsref.web.facts.models.products import Component, PartOfProduct


class Row(PartOfProduct):
    """What listeners and outbound needs have in common."""

    component = models.ForeignKey(Component, models.CASCADE, related_name="%(class)ss")
    protocol = models.CharField(max_length=16, db_index=True)
    ports = models.CharField(max_length=1000, blank=True)
    roles = models.JSONField()
    purpose = models.CharField(max_length=1000)
    traffic = models.JSONField(default=list)
    when = models.JSONField(default=list)
    scope = models.CharField(max_length=16)
    destination = models.JSONField(default=list)
    phase = models.CharField(max_length=16, blank=True)
    setting = models.CharField(max_length=1000, blank=True)
    tls = models.CharField(max_length=16)
    since = models.CharField(max_length=8, blank=True)
    until = models.CharField(max_length=8, blank=True)
    required = models.BooleanField()
    note = models.CharField(max_length=1000, blank=True)
    source = models.JSONField(default=list)
    exempt = models.JSONField(default=list)

    class Meta(PartOfProduct.Meta):
        """Shared by both."""

        abstract = True


class Listener(Row):
    """A fact: this component listens here, and these connect."""

    peers = models.JSONField()
    documented_peers = models.JSONField(default=list)
    replaces = models.CharField(max_length=129, blank=True)
    insecure = models.BooleanField(default=False)
    random = models.BooleanField()
    binds = models.CharField(max_length=64, blank=True)


class OutboundNeed(Row):
    """A fact: this component must reach a role of the cluster or a place outside."""

    to = models.JSONField()
    reaches = models.JSONField(default=list)
    through_proxy = models.BooleanField(default=True)
