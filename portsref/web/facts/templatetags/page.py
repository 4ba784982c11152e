"""What `base.html` needs on every page: its addresses, its title again, the catalogue's date."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from portsref.web.facts.catalogue import CatalogueStamp, current_stamp

register = template.Library()

# what the switch says, where the language's own name is too long for the head of a page
_SHORT_NAMES = {"zh-hans": "中文"}


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in one language: `path` without the query, `address` with it."""

    name: str
    hreflang: str
    path: str
    address: str
    current: bool


@register.filter
def language_links(request: HttpRequest | None) -> list[LanguageLink]:
    """List the addresses of this page in every language; none where there is no request."""
    return [_link(request, code, name) for code, name in settings.LANGUAGES] if request else []


@register.filter
def absolute(path: str, request: HttpRequest) -> str:
    """Put scheme and host in front; a request for a host that is not ours is refused here."""
    return request.build_absolute_uri(path)


@register.simple_tag(takes_context=True)
def again(context: Context, name: str) -> SafeString:
    """Write what a block of this page has once more, in one line."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    return mark_safe(" ".join(block.render(context).split()))  # noqa: S308 - escaped as the block is


@register.simple_tag
def catalogue_stamp() -> CatalogueStamp | None:
    """Tell date and digest of the catalogue that the pages show, if one is loaded."""
    return current_stamp()


def _link(request: HttpRequest, code: str, name: str) -> LanguageLink:
    path = get_script_prefix().rstrip("/") + _in_language(request.path_info, code)
    query = request.META.get("QUERY_STRING", "")
    return LanguageLink(
        name=_SHORT_NAMES.get(code, name),
        hreflang=_hreflang(code),
        path=path,
        address=f"{path}?{query}" if query else path,
        current=code == get_language(),
    )


def _in_language(path: str, code: str) -> str:
    """The path in a language: the default stands at `/`, every other one under its code."""
    for other, _ in settings.LANGUAGES:
        if path == f"/{other}" or path.startswith(f"/{other}/"):
            path = path.removeprefix(f"/{other}") or "/"
            break
    return path if code == settings.LANGUAGE_CODE else f"/{code}{path}"


def _hreflang(code: str) -> str:
    """`zh-hans` as BCP 47 writes it, `zh-Hans`."""
    language, _, script = code.partition("-")
    return f"{language}-{script.title()}" if script else language
