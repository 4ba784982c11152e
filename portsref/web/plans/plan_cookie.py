"""Cookies of one plan: sent to its pages alone, in both languages, and read by no script."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation


@dataclass(frozen=True, slots=True)
class PlanCookie:
    """A text that a browser keeps for a plan, until it is closed or for so many seconds.

    One for each language, as addresses begin with it; a cookie has one path.
    """

    name: str
    seconds: int | None = None

    def kept(self, request: HttpRequest) -> str:
        """What the browser keeps for this plan, right or wrong; empty where there is nothing."""
        names = (self._name(code) for code, _ in settings.LANGUAGES)
        return next((request.COOKIES[name] for name in names if name in request.COOKIES), "")

    def keep(
        self, response: HttpResponseRedirect, request: HttpRequest, plan_id: str, text: str
    ) -> HttpResponseRedirect:
        """Have the browser keep it; no form of another site brings it along."""
        secure = settings.CSRF_COOKIE_SECURE or request.is_secure()
        for name, path in self._paths(plan_id):
            response.set_cookie(
                name,
                text,
                max_age=self.seconds,
                path=path,
                secure=secure,
                httponly=True,
                samesite="Lax",
            )
        return response

    def forget(self, response: HttpResponseRedirect, plan_id: str) -> HttpResponseRedirect:
        """Have the browser forget what it keeps for a plan."""
        for name, path in self._paths(plan_id):
            response.delete_cookie(name, path=path, samesite="Lax")
        return response

    def _name(self, language: str) -> str:
        return f"{self.name}-{language}"

    def _paths(self, plan_id: str) -> Iterator[tuple[str, str]]:
        for language, _ in settings.LANGUAGES:
            with translation.override(language):
                yield self._name(language), reverse("plans:plan", args=[plan_id])
