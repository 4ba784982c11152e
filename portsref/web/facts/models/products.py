"""Products, with what an operator decides about them and what they are made of."""

from django.db import models

from portsref.catalogue.keys import id_of
from portsref.web.facts.models.facts import Fact


class Product(Fact):
    """Something installed with its own releases and documentation."""

    key = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=32, db_index=True)
    status = models.CharField(max_length=32, blank=True)
    summary = models.CharField(max_length=1000)
    homepage = models.URLField(max_length=500)
    checked_version = models.CharField(max_length=200)
    checked_date = models.DateField()
    official_tables = models.JSONField(default=list)
    etcd_hosts_are_nodes = models.JSONField(null=True, blank=True)
    load_balancers_are_hosts = models.JSONField(null=True, blank=True)
    pod_networks_pods = models.JSONField(null=True, blank=True)
    pod_networks_services = models.JSONField(null=True, blank=True)
    pod_networks_setting = models.CharField(max_length=1000, blank=True)
    pod_networks_source = models.JSONField(null=True, blank=True)
    servers_run_pods_default = models.CharField(max_length=3, blank=True)
    servers_run_pods_setting = models.CharField(max_length=1000, blank=True)
    servers_run_pods_source = models.JSONField(null=True, blank=True)
    base = models.ForeignKey(
        "self", models.DO_NOTHING, null=True, blank=True, related_name="built_on_it"
    )

    class Meta:
        """Products stand in the order of their slugs."""

        ordering = ("key",)

    def __str__(self) -> str:
        """Print the name."""
        return self.name


class PartOfProduct(Fact):
    """Something that stands in the file of one product, in that order."""

    owner = "product_id"

    key = models.CharField(max_length=200, primary_key=True)
    product = models.ForeignKey(Product, models.CASCADE, related_name="%(class)ss")
    position = models.PositiveIntegerField()

    class Meta:
        """In the order of the file."""

        abstract = True
        ordering = ("product_id", "position")

    def __str__(self) -> str:
        """Print `product/id`."""
        return self.key

    @property
    def slug(self) -> str:
        """The id within the product."""
        return id_of(self.key)


class Option(PartOfProduct):
    """What an operator decides about a product."""

    label = models.CharField(max_length=1000)
    choices = models.JSONField()
    default = models.CharField(max_length=1000)
    setting = models.CharField(max_length=1000, blank=True)
    explain = models.CharField(max_length=1000, blank=True)
    source = models.JSONField(default=list)


class Component(PartOfProduct):
    """A process of a product that listens or connects."""

    name = models.CharField(max_length=1000)
    roles = models.JSONField()
    summary = models.CharField(max_length=1000)
    os = models.JSONField(default=list)
    workload = models.BooleanField(default=False)
    source = models.JSONField(default=list)
    exempt = models.JSONField(default=list)


class Place(PartOfProduct):
    """Somebody outside the cluster whom a product knows."""

    name = models.CharField(max_length=300)
    dns = models.JSONField(default=list)
    source = models.JSONField(default=list)


class ToldOfPods(PartOfProduct):
    """What holds for the pod network under a condition; the key counts what the product says."""

    when = models.JSONField(default=list)
    note = models.CharField(max_length=1000, blank=True)
    source = models.JSONField(default=list)

    class Meta(PartOfProduct.Meta):
        """Shared by both."""

        abstract = True


class PodTraffic(ToldOfPods):
    """How pods travel between nodes."""

    how = models.JSONField()


class ControlPlaneToPods(ToldOfPods):
    """How the control plane reaches pods."""

    how = models.CharField(max_length=16)


class Bundle(PartOfProduct):
    """A product that another one brings in; the key counts its bundles."""

    brings = models.ForeignKey(Product, models.CASCADE, related_name="brought_by")
    when = models.JSONField(default=list)
    options = models.JSONField(default=dict)


class Omit(PartOfProduct):
    """A row that a product makes unnecessary; the key counts what the product omits."""

    listener = models.CharField(max_length=129)
    when = models.JSONField(default=list)
