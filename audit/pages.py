"""Which pages are looked at: those of the axe tests that need no key, in every language."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.browser.test_axe import ADDRESSES, PREFIXES

# What people open first; Lighthouse and weights take seconds a page.
MAIN = {
    "explorer": "/",
    "port": "/ports/10250/",
    "product": "/products/cilium/",
    "shared plan": "{read}",
}


@dataclass(frozen=True, slots=True)
class Page:
    """A kind of page in one language."""

    name: str
    path: str

    @property
    def is_of_a_plan(self) -> bool:
        """Tell whether it is a plan's, which is not for search engines."""
        return "/plans/" in self.path


def every_page(plan: str) -> Iterator[Page]:
    """Each kind of page in each language; `plan` is the id of a saved one."""
    for language, prefix in PREFIXES.items():
        for name, address in ADDRESSES.items():
            path = address.replace("{read}", f"/plans/{plan}/")
            if "{" not in path and "revisions/2" not in path and "..2" not in path:
                yield Page(f"{name} ({language})", prefix + path)


def main_pages(plan: str) -> Iterator[Page]:
    """The pages that have goals of speed."""
    for name, address in MAIN.items():
        yield Page(name, address.replace("{read}", f"/plans/{plan}/"))
