"""Several files as one, for those who can be sent only one."""

import io
import zipfile

from portsref.exporters.base import ZIP, Export, File

# The first moment that a zip can say: a real one would make other bytes of the same files.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def one_file(export: Export) -> File:
    """The file of a format that has no other, or a zip of all; the same files, the same bytes."""
    if not export.archive:
        return export.file
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for file in export.files:
            entry = zipfile.ZipInfo(file.name, _LONG_AGO)
            archive.writestr(entry, file.content, zipfile.ZIP_DEFLATED)
    return File(export.archive, ZIP, content.getvalue())
