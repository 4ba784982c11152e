"""`portsref.rules/v1`: a rule set as files and the API publish it, and the rules read back from it.

The classes are the format: values become a part of a document by the names of their attributes, so
a fact about a rule that is to be published is one line here. A plan in such a file can be planned
again, because the file holds it; the rules in it are what somebody approved. Their reasons are
known only in words then, and each row of the catalogue says what the whole rule said.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import (
    ConfigDict,
    Field,
    PlainSerializer,
    model_validator,
)
from pydantic.json_schema import SkipJsonSchema

from portsref.catalogue.keys import product_of
from portsref.catalogue.products import Protocol
from portsref.documents.base import DnsName, Document, Ports, refuse_parts
from portsref.documents.checking import check
from portsref.documents.problems import Problem, ProblemsError
from portsref.messages import MessageError
from portsref.planning.choice import Choice, PhaseChoice
from portsref.planning.document import ANY, Address, PlanDocument, document_from
from portsref.planning.merging import with_names_of_their_own
from portsref.planning.pod_network import PodNetwork
from portsref.planning.provenance import Delta, Provenance
from portsref.planning.rules import (
    ANYWHERE,
    Cause,
    Endpoint,
    Finding,
    Local,
    Reason,
    Rule,
    RuleSet,
    Severity,
)
from portsref.protocols import NAMES_WITH_PORTS

A_DELTA = "contains only what opens or closes, which cannot be compared: use the plan"

_T = TypeVar("_T")
# not a `type`, of which a schema would make a part of its own for each kind of entry
Some = Annotated[tuple[_T, ...], Field(strict=False)]


def _open_to_more(schema: dict[str, Any]) -> None:
    """Let others expect keys that are yet to come; we refuse those that we do not know."""
    schema.pop("additionalProperties", None)


class Published(Document):
    """A part of a published document, made of a value by the names of its attributes."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra=_open_to_more)


def _is_unsaid(value: object) -> bool:
    return not value


class PublishedEnd(Published):
    """One end of a rule: a group, `any`, or a place outside by its name."""

    group: str
    addresses: Some[Address]
    zone: str | None
    dns: Some[DnsName] = Field(
        (),
        description="Names by which a place outside is reached; absent where none are known.",
        exclude_if=_is_unsaid,
    )


class PublishedRule(Published):
    """Source may open connections to destination on these ports."""

    name: str
    source: PublishedEnd
    destination: PublishedEnd
    protocol: Protocol
    ports: Ports
    action: Literal["allow"]
    listeners: Some[str]
    component: str
    purpose: str
    condition: str
    required: bool
    encryption: str
    references: Some[str]
    note: str
    phase: Literal["", "installation"] = Field(
        "", description="Empty for always; `installation` where it is needed only then."
    )
    number: int = Field(
        0,
        description="Only for a saved plan: the rule's own in every revision, as in its page's "
        "address (`#r17`); no other rule of the plan ever gets it.",
        exclude_if=_is_unsaid,
    )


class PublishedClosedRule(PublishedRule):
    """What was allowed and no longer is."""

    action: Literal["remove"]  # type: ignore[assignment]  # instead of, not as well as


class PublishedLocal(Published):
    """A listener that opens nothing between hosts."""

    listener: str
    component: str
    groups: Some[str]
    peers: Some[str]
    protocol: Protocol
    ports: Ports
    purpose: str
    condition: str
    required: bool
    encryption: str
    references: Some[str]
    note: str


class PublishedFinding(Published):
    """What the engine says beside the rules: a code with parameters."""

    code: str
    severity: Severity
    place: str
    parameters: Mapping[str, str | Some[str]]


class PublishedNetworks(Published):
    """Whose packets are the pods', as far as the plan or its products say."""

    travel: Some[Literal["encapsulated", "routed", "native"]] = Field(
        (), description="How pods' packets run between nodes; both where a mode uses both."
    )
    made_by: str | None = Field(None, description="The product that says so.")
    reached: Literal["member", "direct", "tunnel", "unknown"] | None = Field(
        None, description="How the control plane reaches pods."
    )
    reached_by: str | None = Field(None, description="The product that says so.")
    pods: Some[Address] = ()
    pods_assumed_from: str | None = Field(
        None, description="The product whose default it is, where the plan states none."
    )
    services: Some[Address] = ()
    services_assumed_from: str | None = None
    servers_run_pods: bool = Field(
        False, description="Whether control-plane hosts run ordinary pods."
    )
    servers_told_by: str | None = Field(None, description="The product that says so.")


class RulesCatalogue(Published):
    """The catalogue that the rules come from, and the Kubernetes version that they are for."""

    model_config = ConfigDict(extra="ignore")

    version: str
    date: str
    digest: str
    kubernetes: str


class RulesDocument(Published):
    """`portsref.rules/v1`: a plan with all that the engine says about it."""

    model_config = ConfigDict(extra="ignore")

    schema_: Literal["portsref.rules/v1"] = Field(alias="schema")
    revision: int = Field(0, description="Only for a saved plan.", exclude_if=_is_unsaid)
    link: str = Field("", description="Only for a saved plan.", exclude_if=_is_unsaid)
    merge: bool = Field(False, description="Only where rules were merged.", exclude_if=_is_unsaid)
    boundary: bool = Field(
        False,
        description="Only where rules within a zone were left away.",
        exclude_if=_is_unsaid,
    )
    phase: PhaseChoice = Field(
        "", description="Only where the rules of one phase were kept.", exclude_if=_is_unsaid
    )
    delta: SkipJsonSchema[Delta] = Field("", exclude_if=_is_unsaid)
    catalogue: RulesCatalogue
    plan: Annotated[PlanDocument, PlainSerializer(lambda plan: plan.as_data())]
    rules: Some[PublishedRule]
    local: Some[PublishedLocal]
    pod_network: Some[PublishedLocal]
    outbound: Some[PublishedRule]
    findings: Some[PublishedFinding]
    left_out: Some[PublishedRule]
    networks: PublishedNetworks = PublishedNetworks()


def rules_data(rule_set: RuleSet, choice: Choice, provenance: Provenance) -> dict[str, object]:
    """A rule set, narrowed by `choice` already, as plain values in the order of the contract.

    `left_out` is empty: there is no rule that this format cannot say.
    """
    return rules_head(rule_set, choice, provenance) | {
        "rules": list(map(rule_data, rule_set.rules)),
        "local": list(map(local_data, rule_set.local)),
        "pod_network": list(map(local_data, rule_set.pod_network)),
        "outbound": list(map(rule_data, rule_set.outbound)),
        "findings": list(map(finding_data, rule_set.findings)),
    }


def rules_head(rule_set: RuleSet, choice: Choice, provenance: Provenance) -> dict[str, object]:
    """All of `rules_data` but the entries of its lists, which are made one by one."""
    document = RulesDocument(
        schema="portsref.rules/v1",
        revision=provenance.revision or 0,
        link=provenance.link or "",
        merge=choice.merge,
        boundary=choice.boundary,
        phase=choice.phase,
        delta=provenance.delta,
        catalogue=RulesCatalogue(
            version=rule_set.catalogue_version,
            date=rule_set.catalogue_date,
            digest=rule_set.catalogue_digest,
            kubernetes=rule_set.kubernetes,
        ),
        plan=rule_set.document,
        rules=(),
        local=(),
        pod_network=(),
        outbound=(),
        findings=(),
        left_out=(),
        networks=PublishedNetworks.model_validate(rule_set.networks),
    )
    return document.model_dump(mode="json", by_alias=True)


def rule_data(rule: Rule) -> dict[str, object]:
    """One rule as plain values."""
    return _data(PublishedRule if rule.action == "allow" else PublishedClosedRule, rule)


def end_data(end: Endpoint) -> dict[str, object]:
    """An end of a rule as plain values, as `rule_data` has it."""
    return _data(PublishedEnd, end)


def local_data(local: Local) -> dict[str, object]:
    """A listener that opens nothing, as plain values."""
    return _data(PublishedLocal, local)


def finding_data(finding: Finding) -> dict[str, object]:
    """A finding as plain values."""
    return _data(PublishedFinding, finding)


def _data(part: type[Published], value: object) -> dict[str, object]:
    return part.model_validate(value).model_dump(mode="json")


@dataclass(frozen=True, slots=True)
class RulesFile:
    """The rules of a file, and how they were chosen when it was written."""

    rule_set: RuleSet
    choice: Choice


def read_rules_file(data: dict[str, Any], *, file: str) -> RulesFile:
    """The rules in the plain values of a `portsref.rules/v1` file; raises `ProblemsError`.

    What stays local and the findings are not read: they come with no rule that was approved.
    """
    document = document_from(data, file=file)
    unread = dict.fromkeys(("local", "pod_network", "findings", "left_out"), ())
    found = check(_GivenFile, data | unread | {"plan": document}, file=file)
    if found.delta:
        raise ProblemsError([Problem(file, "delta", A_DELTA)])
    groups = {group.name for group in document.groups}
    rules, outbound = with_names_of_their_own(
        [_rule(rule, groups) for rule in found.rules],
        [_rule(rule, groups, outbound=True) for rule in found.outbound],
    )
    rule_set = RuleSet(
        document=document,
        kubernetes=found.catalogue.kubernetes,
        catalogue_date=found.catalogue.date,
        catalogue_digest=found.catalogue.digest,
        rules=rules,
        outbound=outbound,
        networks=PodNetwork(**{name: getattr(found.networks, name) for name in _OF_NETWORKS}),
    )
    return RulesFile(
        rule_set, Choice(merge=found.merge, boundary=found.boundary, phase=found.phase)
    )


_OF_NETWORKS = tuple(PublishedNetworks.model_fields)


class _GivenRule(PublishedRule):
    """A rule in somebody's file, of which is asked what every rule of ours has."""

    listeners: Annotated[Some[str], Field(min_length=1)]

    @model_validator(mode="after")
    def _has_ports_or_none(self) -> Self:
        if bool(self.ports) != (self.protocol in NAMES_WITH_PORTS):
            wants = "has no ports" if self.ports else "needs ports"
            refuse_parts(self, [(("ports",), MessageError(f"{self.protocol} {wants}"))])
        return self


class _GivenFile(RulesDocument):
    rules: Some[_GivenRule]
    outbound: Some[_GivenRule]


def _rule(rule: PublishedRule, groups: Collection[str], *, outbound: bool = False) -> Rule:
    destination = rule.destination
    return Rule(
        name=rule.name,
        source=_end(rule.source, groups),
        destination=_outside(destination) if outbound else _end(destination, groups),
        protocol=rule.protocol,
        ports=rule.ports,
        causes=tuple(_causes(rule)),
    )


def _end(end: PublishedEnd, groups: Collection[str]) -> Endpoint:
    if end.group == ANY and not end.addresses:
        return ANYWHERE
    if end.addresses or end.group in groups:
        return Endpoint(end.group, addresses=end.addresses, zone=end.zone)
    return _outside(end)


def _outside(end: PublishedEnd) -> Endpoint:
    return Endpoint(end.group, kind="outside", dns=end.dns)


def _causes(rule: PublishedRule) -> Iterator[Cause]:
    """One cause for each row and each source, all saying what the rule said."""
    for listener, reference in zip_longest(rule.listeners, rule.references):
        key = listener or rule.listeners[-1]
        yield Cause(
            listener=key,
            component=rule.component,
            purpose=rule.purpose,
            reason=Reason(product=product_of(key), said=rule.condition),
            required=rule.required,
            encryption=rule.encryption,
            source=reference,
            note=rule.note or None,
            phase=rule.phase,
        )
