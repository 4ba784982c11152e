"""A git repository with a plan in it, and the clone in which a pipeline runs."""

import os
import subprocess
import sys
from pathlib import Path

IDENTITY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "N. N."), ("EMAIL", "n@example.com"))
}


class Repository:
    """`clone` is where the pipeline's steps run; `origin` is what they fetch from."""

    def __init__(self, folder: Path) -> None:
        self.origin, self.clone = folder / "origin.git", folder / "clone"
        self.temporary = folder / "runner"
        self.temporary.mkdir()
        self._run("git", "init", "-q", "--bare", "-b", "main", str(self.origin), cwd=folder)
        self._git("config", "uploadpack.allowAnySHA1InWant", "true", cwd=self.origin)
        self._run("git", "clone", "-q", str(self.origin), str(self.clone), cwd=folder)

    def commit(self, text: str, message: str) -> str:
        """Commit a state of `plan.yaml` to main; the commit."""
        (self.clone / "plan.yaml").write_text(text)
        self._git("add", "plan.yaml")
        self._git("commit", "-q", "-m", message)
        self._git("push", "-q", "origin", "HEAD:main")
        return self.head

    @property
    def head(self) -> str:
        return self._git("rev-parse", "HEAD").strip()

    def run(self, script: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a step as both forges do: by bash, which ends at the first command that fails."""
        return subprocess.run(
            ["/bin/bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.clone,
            env=_environment() | {"RUNNER_TEMP": str(self.temporary)} | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def _git(self, *arguments: str, cwd: Path | None = None) -> str:
        return self._run("git", *arguments, cwd=cwd or self.clone)

    def _run(self, *command: str, cwd: Path) -> str:
        ended = subprocess.run(
            command, cwd=cwd, env=_environment(), capture_output=True, text=True, check=True
        )
        return ended.stdout


def _environment() -> dict[str, str]:
    """As little as a pipeline has, with `portsref` in its path."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    kept = {name: os.environ[name] for name in ("XDG_CACHE_HOME", "HOME") if name in os.environ}
    return kept | IDENTITY | {"PATH": path, "GIT_CONFIG_GLOBAL": os.devnull}
