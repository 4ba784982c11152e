"""What `make walk` would run: it takes a Debian and minutes, so here it is only read."""

import subprocess

from tests.deploy.walk import SECTIONS, blocks
from tests.server import ROOT


def test_every_block_of_the_walk_is_one_of_a_shell():
    found = list(blocks())
    assert {block.section for block in found} == set(SECTIONS)
    for block in found:
        judged = subprocess.run(["/bin/sh", "-n"], input=block.commands, text=True, check=False)
        assert judged.returncode == 0, block.commands


def test_every_file_that_the_walk_installs_is_there():
    text = "".join(block.commands for block in blocks())
    for name in ("systemd/portsref.env", "systemd/portsref@.service", "haproxy.cfg"):
        assert name in text
        assert (ROOT / "deploy" / name).exists()


def test_instances_are_restarted_one_after_the_other():
    assert any(block.commands.startswith("for port in") for block in blocks())
