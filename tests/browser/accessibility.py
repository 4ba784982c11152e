"""axe, which looks for what keeps people out of a page."""

from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# For each element axe parses the colours below it anew, which takes a third of its time.
PARSE_A_COLOUR_ONCE = """
(() => {
  const { Color } = axe.commons.color;
  const parse = Color.prototype.parseString;
  const known = new Map();
  Color.prototype.parseString = function (text) {
    if (!known.has(text)) known.set(text, parse.call(new Color(0, 0, 0), text));
    const { r, g, b, alpha } = known.get(text);
    return Object.assign(this, { r, g, b, alpha });
  };
})();
"""
AXE = Axe(AXE_SCRIPT + PARSE_A_COLOUR_ONCE)


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """What is wrong: the rule, and the first elements that break it."""
    found = AXE.run(page).response["violations"]
    return [(each["id"], [node["html"] for node in each["nodes"][:3]]) for each in found]
