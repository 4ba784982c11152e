#!/usr/bin/env python3
"""Django's command line for this project; `manage.py serve` starts it."""

from portsref.web.site.program import main

if __name__ == "__main__":
    main()
