"""ufw without a process for each command: `python ufw_itself.py ROOT [--dry-run|--status]`.

Each line of standard input is the arguments of a command, as JSON. Its files of configuration are
those below ROOT, and nothing else changes. What it refuses is printed.
"""

import contextlib
import gettext
import io
import json
import sys

gettext.install("ufw")

import ufw.frontend  # type: ignore[import-not-found]  # noqa: E402 - which translates when read

root, is_dry_run = sys.argv[1], "--dry-run" in sys.argv
front = ufw.frontend.UFWFrontend(is_dry_run, rootdir=root, datadir=root)
for line in sys.stdin:
    said = io.TextIOWrapper(io.BytesIO())
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
            found = ufw.frontend.parse_command(["ufw", *json.loads(line)])
            parts = found.data.get("rule", ""), found.data.get("iptype", "")
            front.do_action(found.action, *parts, True)
    except (SystemExit, ValueError, ufw.common.UFWError) as error:
        sys.stdout.write(f"{line.strip()}: {error!r}\n")
    if is_dry_run:  # another process would know nothing of it either
        front.backend.rules, front.backend.rules6 = [], []
if "--status" in sys.argv:  # whether it is loaded it would ask the kernel
    ufw.backend_iptables.cmd = lambda *_: (0, "")
    sys.stdout.write(front.backend.get_status(verbose=True))
