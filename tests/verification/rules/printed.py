"""What tools print of our own files, once these are in force."""

import json
import subprocess
from shutil import which

from portsref.exporters.registry import find_exporter
from portsref.importers.cutting import File
from tests.exporters.host.ufw_commands import commands_of, refusals, root_of
from tests.exporters.reading_back.clouds import firewalls_of_google
from tests.exporters.reading_back.kernel import kept


def written(name, rules):
    """The files of a format, and the names of the rules that it leaves out."""
    export = find_exporter(name).export(rules)
    left_out = {item.rule.name for item in export.left_out}
    return [File(one.name, one.content.decode()) for one in export.files], left_out


def as_printed(name, files, folder):
    """The files as the tool of the format would print them."""
    return _PRINTED.get(name, _as_they_are)(files, folder)


def _as_they_are(files, _folder):
    return files


def _of_nft(files, _folder):
    listed = "nft -f -; nft -j list ruleset"
    return [File(one.name, kept(listed, one.text)) for one in files]


def _of_ufw(files, folder):
    return [File(one.name, _status(one.text, folder / str(n))) for n, one in enumerate(files)]


def _status(script, folder):
    """What `ufw status verbose` prints once it has all commands of a script."""
    return "\n".join(refusals(commands_of(script), root_of(folder), "--status"))


def _of_firewalld(files, folder):
    return [File(one.name, _zone(one.text, folder / str(n))) for n, one in enumerate(files)]


def _zone(script, folder):
    folder.mkdir()
    (folder / "firewalld.conf").write_text("DefaultZone=public\n")
    subprocess.run([which("sh"), "-s", str(folder)], input=script.encode(), check=True)
    offline = [which("firewall-offline-cmd"), "--system-config", str(folder)]
    sets = sorted(path.stem for path in (folder / "ipsets").glob("*.xml"))
    zone = _run([*offline, "--zone=portsref", "--list-all"])
    return zone + "".join(_run([*offline, f"--info-ipset={name}"]) for name in sets)


def _run(command):
    done = subprocess.run(command, capture_output=True, check=True)
    return done.stdout.decode()


def _of_google(files, _folder):
    return [File(one.name, json.dumps(firewalls_of_google(one.text))) for one in files]


_PRINTED = {
    "nftables": _of_nft,
    "ufw": _of_ufw,
    "firewalld": _of_firewalld,
    "gcp-terraform": _of_google,
}
