"""Ansible: a playbook that puts the nftables files of all groups on their hosts.

Modules of ansible.builtin alone, ansible-core 2.14 or later. A play for each group writes the file
of the format `nftables`, which nft itself validates on the host before it takes the older one's
place, and a handler puts it into force: the table as a whole, so that there is no moment without.
The first host of a group goes alone, and must be reached anew before the others follow. A unit of
systemd loads the file at each start, before there is a network. The text is `!unsafe`, so that
Ansible replaces nothing in it; names of groups in an inventory are identifiers.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain

from portsref.exporters.base import Exporter, Job
from portsref.exporters.comments import about_plan, commented, one_line
from portsref.exporters.host.hosts import (
    LINUX,
    HostGroups,
    PodAddresses,
    about_hosts,
    about_prerouting,
    room,
    says,
)
from portsref.exporters.host.nftables import TABLE, rule_writer, table
from portsref.exporters.identifiers import identifiers
from portsref.messages import gettext_noop

FILE, UNIT = "/etc/portsref.nft", "portsref.service"

_WHAT_IT_DOES = (
    "",
    "Each play is for the hosts of a group, by its name in the inventory; a host is in one alone:",
)
_HOW = (
    "",
    "It writes what the format nftables writes, which says what it lets through and what not. The",
    "first host of a group goes alone, and must be reached anew before the others follow.",
    "",
    "Check: ansible-playbook --syntax-check FILE, and what it would change:",
    "    ansible-playbook -i INVENTORY --check --diff FILE",
    "Apply: ansible-playbook -i INVENTORY FILE; twice changes nothing.",
    f"What is in force, on a host: nft list table inet {TABLE}.",
    "Take back: ansible-playbook -i INVENTORY --tags take-back FILE",
)
_UNIT = f"""\
  become: true
  gather_facts: false
  tasks:
    - name: Have nft
      ansible.builtin.package:
        name: nftables
        state: present
    - name: Write the unit that loads the host firewall at each start
      ansible.builtin.copy:
        dest: /etc/systemd/system/{UNIT}
        owner: root
        group: root
        mode: "0644"
        content: |
          [Unit]
          Description=Host firewall by portsref
          DefaultDependencies=no
          Wants=network-pre.target
          Before=network-pre.target shutdown.target
          Conflicts=shutdown.target

          [Service]
          Type=oneshot
          RemainAfterExit=yes
          ExecStart=/usr/sbin/nft -f {FILE}
          ExecReload=/usr/sbin/nft -f {FILE}
          ExecStop=/usr/sbin/nft delete table inet {TABLE}

          [Install]
          WantedBy=sysinit.target
"""
_BEGIN = f"""\
  become: true
  gather_facts: false
  any_errors_fatal: true
  serial:
    - 1
    - 100%
  handlers:
    - name: Put the host firewall into force
      ansible.builtin.systemd_service:
        name: {UNIT}
        daemon_reload: true
        state: reloaded
      when: not ansible_check_mode
  tasks:
    - name: Write the host firewall
      ansible.builtin.copy:
        dest: {FILE}
        owner: root
        group: root
        mode: "0600"
        validate: /usr/sbin/nft -c -f %s
        content: !unsafe |
"""
_END = f"""\
      notify: Put the host firewall into force
    - name: Put it into force now
      ansible.builtin.meta: flush_handlers
    - name: Have it in force at each start
      ansible.builtin.systemd_service:
        name: {UNIT}
        daemon_reload: true
        enabled: true
        state: started
      when: not ansible_check_mode
    - name: Connect anew
      ansible.builtin.meta: reset_connection
    - name: See that the host answers still
      ansible.builtin.ping:
"""
_TAKE_BACK = f"""\
  become: true
  gather_facts: false
  tags:
    - never
    - take-back
  tasks:
    - name: See whether the host firewall is there
      ansible.builtin.stat:
        path: /etc/systemd/system/{UNIT}
      register: portsref_unit
    - name: Stop it, which takes its table away
      ansible.builtin.systemd_service:
        name: {UNIT}
        enabled: false
        state: stopped
      when: portsref_unit.stat.exists
    - name: Remove its files
      ansible.builtin.file:
        path: "{{{{ item }}}}"
        state: absent
      loop:
        - {FILE}
        - /etc/systemd/system/{UNIT}
"""
_IN_CONTENT = " " * 10
_OF_ANSIBLE = ("all", "ungrouped")
_BEGINNINGS = re.compile(r"^(?=[^\n])", re.MULTILINE)


def render(job: Job) -> Iterator[str]:
    """Write a play for what all hosts need, one for each group, and one that takes all back."""
    groups, networks = HostGroups(job), PodAddresses.of(job.rule_set)
    writer = rule_writer(job.rule_set, groups, networks)
    names = _inventory_names(groups)
    yield "# yamllint disable rule:line-length\n"
    yield "# What the hosts of each group must accept: a playbook for Ansible\n"
    in_inventory = (one_line(f"    {names[group]}: “{group}”") for group in groups)
    for lines in (about_plan(job), _WHAT_IT_DOES, in_inventory, _about_others(job, names), _HOW):
        yield from commented(lines)
    yield "---\n"
    if not names:
        yield "[]\n"
        return
    yield from _play("What every host needs", names.values(), _UNIT)
    for group in groups:
        yield from _play(f"Host firewall of {names[group]}", (names[group],), _BEGIN)
        about = commented(about_hosts(job, groups, group, about_prerouting(groups, networks)))
        yield from _indented(chain(about, table(groups, group, networks, writer)))
        yield _END
    yield from _play("Take the host firewall back", names.values(), _TAKE_BACK)


def _inventory_names(groups: Iterable[str]) -> Mapping[str, str]:
    """Names of groups in an inventory, of which two mean something to Ansible itself."""
    names = {name: text.replace("-", "_") for name, text in identifiers(groups).items()}
    return {name: f"{text}_" if text in _OF_ANSIBLE else text for name, text in names.items()}


def _about_others(job: Job, names: Container[str]) -> Iterator[str]:
    """Groups that have no play; what a play leaves out stands in its file."""
    ends = {item.rule.destination.name for item in job.left_out}
    others = sorted(name for name in ends if name not in names)
    if others:
        told = ", ".join(f"“{name}”" for name in others)
        yield one_line(f"There is none for {told}: no rule to them can be said.")


def _play(name: str, hosts: Iterable[str], rest: str) -> Iterator[str]:
    yield f"- name: {name}\n  hosts:\n"
    yield from (f"    - {host}\n" for host in hosts)
    yield rest


def _indented(texts: Iterable[str]) -> Iterator[str]:
    """Texts of whole lines as the lines of a block without tabs; an empty one stays empty."""
    return (_BEGINNINGS.sub(_IN_CONTENT, text).replace("\t", "  ") for text in texts)


EXPORTER = Exporter(
    name="ansible",
    label="Ansible",
    summary=gettext_noop("A playbook that puts the nftables file of each group on its hosts."),
    family="pipeline",
    media_type="application/yaml; charset=utf-8",
    suffix="yml",
    says=says,
    room=partial(room, LINUX),
    render=render,
)
