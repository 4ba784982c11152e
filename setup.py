"""Puts a snapshot of the catalogue into a package that is built; `pyproject.toml` says the rest."""

import os
import subprocess
import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

SNAPSHOT = Path("portsref", "catalogue", "snapshot", "packaged.jsonl")


class BuildWithSnapshot(build_py):
    """Copies the modules and the data, then reads the copies as the package will."""

    def run(self) -> None:
        """Make the snapshot, unless modules and data stay where they are edited."""
        super().run()
        if not self.editable_mode:
            subprocess.run(
                [sys.executable, "-B", "-m", "portsref.catalogue.snapshot.packaging"],
                check=True,
                cwd=self.build_lib,
                env=os.environ | {"PYTHONPATH": str(Path(self.build_lib).absolute())},
            )

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """Name every file that is part of the package."""
        made = [] if self.editable_mode else [str(Path(self.build_lib) / SNAPSHOT)]
        return [*super().get_outputs(include_bytecode), *made]


setup(cmdclass={"build_py": BuildWithSnapshot})
