"""What the kernel keeps of files for nftables and iptables, as it lists it itself."""

import os
import subprocess
from shutil import which


def kept(script, text):
    """What a script prints that reads a text, in a network of its own."""
    own_namespace = [which("unshare"), "-n" if os.geteuid() == 0 else "-rn"]
    done = subprocess.run(
        [*own_namespace, "sh", "-ec", script],
        input=text.encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def listed_by_nft(text):
    """A file for nft as the kernel lists it."""
    return kept("nft -f -; nft -j list ruleset", text)


def saved_by_iptables(text, family, table):
    """A table of a file for iptables-restore as the kernel saves it."""
    command = {4: "iptables", 6: "ip6tables"}[family]
    return kept(f"{command}-restore; {command}-save -t {table}", text)
