"""Puts into a package what is made or stands elsewhere; `pyproject.toml` says the rest."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

SNAPSHOT = Path("portsref", "catalogue", "snapshot", "packaged.jsonl")
SITE = Path("portsref", "web", "site", "files")  # where settings.py looks for them
SITE_FOLDERS = ("templates", "static", "locale")


class BuildWithAll(build_py):
    """Copies the modules and the data, then adds what is not among them."""

    def run(self) -> None:
        """Add the rest, unless modules and data stay where they are edited."""
        super().run()
        if not self.editable_mode:
            self.copy_site()
            self.run_module("portsref.web.site.message_files", str(SITE / "locale"))
            self.run_module("portsref.catalogue.snapshot.packaging")

    def copy_site(self) -> None:
        """Copy what pages are made of, but nothing that was made from it here."""
        for folder in SITE_FOLDERS:
            target = Path(self.build_lib) / SITE / folder
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(folder, target, ignore=shutil.ignore_patterns("*.mo*"))

    def run_module(self, *command: str) -> None:
        """Run a module of the copies, as the package will.

        What is needed to build is where pip says by the same variable, when it builds apart.
        """
        path = [str(Path(self.build_lib).absolute()), os.environ.get("PYTHONPATH", "")]
        subprocess.run(  # noqa: S603 - our own modules
            [sys.executable, "-B", "-m", *command],
            check=True,
            cwd=self.build_lib,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, path))},
        )

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """Name every file that is part of the package."""
        built = Path(self.build_lib)
        made = [] if self.editable_mode else [built / SNAPSHOT, *(built / SITE).rglob("*.*")]
        return [*super().get_outputs(include_bytecode), *map(str, made)]


setup(cmdclass={"build_py": BuildWithAll})
