"""Programs that Python does not bring: where they are, or how to get them."""

import os
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(os.environ.get("AUDIT_TOOLS") or ROOT / "var" / "audit")
MODULES = FOLDER / "node_modules"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# as root, and in containers with a small /dev/shm, Chromium does not start without these
CHROMIUM_FLAGS = ("--no-sandbox", "--disable-dev-shm-usage")


class MissingToolError(LookupError):
    """A part cannot be done; the message says how to get what it needs."""


def lighthouse() -> str:
    """The program; raises `MissingToolError`."""
    found = shutil.which("lighthouse", path=MODULES / ".bin") or shutil.which("lighthouse")
    if not found:
        raise MissingToolError(f"npm install --prefix {FOLDER} lighthouse   (Node.js 20 or later)")
    return found


def nu_checker() -> list[str]:
    """The Nu HTML checker as a command; raises `MissingToolError`."""
    jar = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    java = shutil.which("java")
    if jar.exists() and java:
        return [java, "-Xss4m", "-jar", str(jar)]
    if found := shutil.which("vnu"):
        return [found]
    raise MissingToolError(f"npm install --prefix {FOLDER} vnu-jar   (and Java 17 or later)")


def chromium() -> str:
    """The browser; raises `MissingToolError`."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not found:
        raise MissingToolError("apt install chromium")
    return found
