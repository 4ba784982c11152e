"""Security groups of AWS for CloudFormation: one template for each group of the plan.

CloudFormation User Guide, template format 2010-09-09 and `AWS::EC2::SecurityGroup`. A template has
at most 1 MB, 51,200 bytes if it is not sent through S3, so that each group has its own. `aws.py`
has the limits of AWS. In texts `{{resolve:…}}` stands for a parameter or a secret: braces of a plan
never stand together.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from itertools import chain

from portsref.documents.writing import json_text
from portsref.exporters.base import Exporter, File, Job, file_name
from portsref.exporters.cloud.aws import EGRESS, LIMITS, PROTOCOLS, about, describe, says
from portsref.exporters.cloud.groups import Entry, SecurityGroups
from portsref.exporters.cloud.limits import room
from portsref.exporters.cloud.sayings import Service
from portsref.exporters.cloud.texts import about_groups, prefix, separated
from portsref.exporters.comments import about_left_out, about_plan, one_line
from portsref.exporters.once import MOST
from portsref.messages import gettext_noop

MEDIA_TYPE = "application/json"
SUFFIX = "cfn.json"

_HOW = (
    "",
    "Check: aws cloudformation validate-template --template-body file://FILE. Apply: aws",
    "cloudformation deploy --template-file FILE --stack-name NAME --parameter-overrides VpcId=ID;",
    "a second time it changes nothing. A file over 51,200 bytes needs --s3-bucket BUCKET.",
    "What is in force: aws ec2 describe-security-groups. Take back, once nothing has the groups:",
    "aws cloudformation delete-stack --stack-name NAME.",
)
_EGRESS = f"""\
        "SecurityGroupEgress": [
          {{"CidrIp": "0.0.0.0/0", "IpProtocol": "-1", "Description": "{EGRESS}"}},
          {{"CidrIpv6": "::/0", "IpProtocol": "-1", "Description": "{EGRESS}"}}
        ],
"""


def render_files(job: Job) -> Iterator[File]:
    """A template for each group to whose hosts anything connects."""
    groups = SecurityGroups(job, LIMITS)
    for group in groups:
        name = file_name(job.rule_set, job.provenance, f"{groups.names[group]}.{SUFFIX}")
        yield File(name, MEDIA_TYPE, partial(_text, job, groups, group))


def _text(job: Job, groups: SecurityGroups, group: str) -> Iterator[str]:
    identifier = groups.names[group]
    what = json_text(f"{about(identifier)}: what they must accept")
    yield f'{{\n  "AWSTemplateFormatVersion": "2010-09-09",\n  "Description": {what},\n'
    yield '  "Metadata": {\n    "About": [\n'
    yield from separated(f"      {_plain(line)}" for line in _about(job, groups, group))
    yield '\n    ]\n  },\n  "Parameters": {\n'
    yield '    "VpcId": {"Type": "AWS::EC2::VPC::Id", "Description": "The VPC of the hosts"}\n'
    yield '  },\n  "Resources": {\n'
    made: list[str] = []
    for number, entries in groups.parts(group):
        yield ",\n" if made else ""
        made.append(f"SecurityGroup{number + 1 if number else ''}")
        suffix = f"--{number + 1}" if number else ""
        yield from _group(made[-1], identifier, f"{prefix(job)}-{identifier}{suffix}", entries)
    yield '\n  },\n  "Outputs": {\n'
    yield from separated(map(_output, made))
    yield "\n  }\n}\n"


def _about(job: Job, groups: SecurityGroups, group: str) -> Iterator[str]:
    yield one_line(f"What the hosts of “{group}” must accept")
    yield from chain(
        about_plan(job),
        about_groups((group,), groups.pods),
        about_left_out(groups.left_out(group)),
        _HOW,
    )


def _plain(line: str) -> str:
    return json_text(line.replace("{{", "{ {"))


def _group(logical: str, identifier: str, name: str, entries: Iterable[Entry]) -> Iterator[str]:
    yield f'    "{logical}": {{\n      "Type": "AWS::EC2::SecurityGroup",\n'
    yield f'      "Properties": {{\n        "GroupDescription": {json_text(about(identifier))},\n'
    yield '        "VpcId": {"Ref": "VpcId"},\n'
    yield f'        "Tags": [{{"Key": "Name", "Value": "{name}"}}],\n{_EGRESS}'
    yield '        "SecurityGroupIngress": [\n'
    yield from separated(map(_ingress, entries))
    yield "\n        ]\n      }\n    }"


def _ingress(entry: Entry) -> str:
    cidr = "CidrIp" if entry.family == 4 else "CidrIpv6"
    what = f'"{cidr}": "{entry.network}", {_service(entry.service)}'
    why = describe(entry.told)
    return f'          {{\n            {what},\n            "Description": {why}\n          }}'


@lru_cache(maxsize=MOST)
def _service(service: Service) -> str:
    protocol, first, last = service
    known = f'"IpProtocol": "{PROTOCOLS[protocol]}"'
    if first is not None:
        return f'{known}, "FromPort": {first}, "ToPort": {last}'
    return f'{known}, "FromPort": -1, "ToPort": -1' if protocol.startswith("ICMP") else known


def _output(logical: str) -> str:
    value = f'{{"Fn::GetAtt": ["{logical}", "GroupId"]}}'
    return f'    "{logical}Id": {{"Description": "Attach it to the hosts", "Value": {value}}}'


EXPORTER = Exporter(
    name="aws-cloudformation",
    label="AWS (CloudFormation)",
    summary=gettext_noop("Security groups for CloudFormation, a template for each group of hosts."),
    family="cloud",
    media_type=MEDIA_TYPE,
    suffix=SUFFIX,
    says=says,
    room=partial(room, LIMITS),
    render_files=render_files,
)
