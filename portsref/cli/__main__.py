"""`python -m portsref.cli`."""

import sys

from portsref.cli import main

sys.exit(main())
