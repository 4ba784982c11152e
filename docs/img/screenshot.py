"""Makes the README's picture from the running application: `make screenshot`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from tests.browser.conftest import NAMES, find_chromium  # noqa: E402
from tests.server import Server  # noqa: E402

SIZE = {"width": 1280, "height": 800}


def main() -> None:
    """Start a server, take the picture, end the server."""
    program = find_chromium()
    if program is None:
        sys.exit(f"none of {', '.join(NAMES)} found; get one with: sudo apt install chromium")
    with tempfile.TemporaryDirectory() as data:
        server = Server(Path(data))
        server.wait()
        try:
            photograph(program, f"http://127.0.0.1:{server.port}/")
        finally:
            server.stop()


def photograph(program: str, address: str) -> None:
    """Write the picture of the page at `address`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE, color_scheme="light")
        page.goto(address, wait_until="networkidle")
        page.screenshot(path=HERE / "explorer.png")
        browser.close()


if __name__ == "__main__":
    main()
