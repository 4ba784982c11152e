"""The command against a Python that does nothing: processor time of whole processes."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.figures import Figure

RUNS = 15
MOST_TIMES_PORT, MOST_TIMES_EXPORT = 5, 8
PLANS = Path(__file__).resolve().parent.parent / "tests" / "plans"
COMMAND = ("-m", "portsref")


def figures() -> Iterator[Figure]:
    """Yield a figure for a look-up and one for each reference plan, with a snapshot in place."""
    calls = {("port 10250", MOST_TIMES_PORT): [*COMMAND, "port", "10250"]} | {
        (f"export {plan.stem}", MOST_TIMES_EXPORT): [
            *COMMAND,
            "export",
            str(plan),
            "--format=csv",
            "--fail-on=never",
        ]
        for plan in sorted(PLANS.glob("*.yaml"))
    }
    with tempfile.TemporaryDirectory(prefix="portsref-bench-") as cache:
        environment = os.environ | {"XDG_CACHE_HOME": cache}
        # An installed package has its modules compiled; so must these be.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for call in calls.values():
            processor_seconds(call, environment)
        for (name, most), call in calls.items():
            nothing, asked = least_in_turn((["-c", "pass"], call), environment)
            detail = f"{asked * 1000:.0f} ms, {nothing * 1000:.0f} ms `python -c pass`"
            yield Figure(f"command, {name}", asked / nothing, detail, at_most=most)


def least_in_turn(calls: Sequence[Sequence[str]], environment: dict[str, str]) -> tuple[float, ...]:
    """The least time of each of some calls, made in turn, so that all meet the same machine."""
    times = [[processor_seconds(call, environment) for call in calls] for _ in range(RUNS)]
    return tuple(map(min, zip(*times, strict=True)))


def processor_seconds(call: Sequence[str], environment: dict[str, str]) -> float:
    """What a process and the system on its behalf took of a processor, its start and end too."""
    process = subprocess.Popen(
        [sys.executable, *call],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(call)}: exit {process.returncode}")
    return used.ru_utime + used.ru_stime
