"""Where the files of the catalogue are."""

import os
from collections.abc import Mapping
from pathlib import Path

OUR_DATA = Path(__file__).parent / "data"


def catalogue_folders(environment: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """Our own folder, then those that `PORTSREF_CATALOGUE` names."""
    further = environment.get("PORTSREF_CATALOGUE", "").split(os.pathsep)
    return (OUR_DATA, *(Path(folder) for folder in further if folder))
