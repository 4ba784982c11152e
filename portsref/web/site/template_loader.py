"""Templates as they are sent: indentation is for those who read them, not for the wire."""

import re

from django.template import Origin
from django.template.loaders import filesystem

_INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)


class Loader(filesystem.Loader):
    """Loads a template without the blanks that its lines begin with; lines keep their numbers.

    Nothing in a template may depend on its indentation, so what stands inside `<pre>` and
    `<textarea>` comes from variables. Indented as written, pages would be a tenth larger, packed.
    """

    def get_contents(self, origin: Origin) -> str:
        """Read one template; raises `TemplateDoesNotExist` as Django's own loader does."""
        return _INDENTATION.sub("", super().get_contents(origin))
