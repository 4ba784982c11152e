"""Variables of an environment, of which everything that is wrong is kept."""

from collections.abc import Callable, Mapping
from pathlib import Path

from limits import RateLimitItem

from portsref.web.site.environment import values


class Variables:
    """Reads variables one by one, and keeps what is wrong; a variable without text is not set."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = given
        self.problems: list[str] = []
        self._refused: set[str] = set()

    def optional[T](self, name: str, read: Callable[[str], T]) -> T | None:
        """Read a variable; `None` where it is not set, or wrong."""
        text = self._text(name)
        try:
            return read(text) if text else None
        except ValueError as wanted:
            self._refuse(name, f"{name} is {text!r}: it must be {wanted}.")
            return None

    def one[T](self, name: str, read: Callable[[str], T], default: str) -> T:
        """Read a variable; what is not set, or wrong, has its default."""
        value = self.optional(name, read)
        return read(default) if value is None else value

    def many[T](
        self, name: str, read: Callable[[str], T], default: str, *, separator: str = ","
    ) -> list[T]:
        """Read what a variable lists, each as `read` has it."""
        texts = [text.strip() for text in (self._text(name) or default).split(separator)]
        return [value for text in texts if text for value in self._each(name, read, text)]

    def _each[T](self, name: str, read: Callable[[str], T], text: str) -> list[T]:
        try:
            return [read(text)]
        except ValueError as wanted:
            self._refuse(name, f"{name} names {text!r}: it must be {wanted}.")
            return []

    def limit(self, name: str, default: str) -> list[RateLimitItem]:
        """Read how often something may be done; here no text says something: no limit."""
        said_nothing = name in self._given and not self._text(name)
        return [] if said_nothing else self.one(name, values.rates, default)

    def secret(self, name: str, read: Callable[[str], str]) -> str:
        """Read what no message may show, from the variable or the file that `…_FILE` names."""
        text, file = self._text(name), self._text(f"{name}_FILE")
        if text and file:
            self._refuse(name, f"{name} and {name}_FILE are both set: set one of them.")
            return ""
        try:
            text = self._content(name, file) if file else text
            return read(text) if text else ""
        except ValueError as wanted:
            self._refuse(name, f"{name} must be {wanted}.")
            return ""

    def _content(self, name: str, file: str) -> str:
        try:
            text = Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as problem:
            why = problem.strerror if isinstance(problem, OSError) else "it is no text"
            self._refuse(name, f"{name}_FILE is {file!r}: it cannot be read: {why}.")
            return ""
        if not text:
            self._refuse(name, f"{name}_FILE is {file!r}: it is empty.")
        return text

    def _text(self, name: str) -> str:
        return self._given.get(name, "").strip()

    def _refuse(self, name: str, problem: str) -> None:
        self._refused.add(name)
        self.problems.append(problem)

    def refused(self, name: str) -> bool:
        """Tell whether something was wrong with a variable, so that it is not said twice."""
        return name in self._refused
