"""`python -m portsref.catalogue.snapshot.packaging`: makes the snapshot that a package holds."""

from portsref.catalogue.folders import OUR_DATA
from portsref.catalogue.reading import read_catalogue
from portsref.catalogue.snapshot.kept import PACKAGED, write_snapshot
from portsref.catalogue.snapshot.sources import digest_of_sources
from portsref.catalogue.snapshot.writing import facts_of


def make() -> None:
    """Read and check our files and write what they hold beside this module."""
    digest = digest_of_sources([OUR_DATA])
    write_snapshot(facts_of(read_catalogue([OUR_DATA]), digest=digest), PACKAGED)
    PACKAGED.chmod(0o644)  # whoever may read the package may read this


if __name__ == "__main__":
    make()
