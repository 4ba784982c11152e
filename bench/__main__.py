"""Prints every figure; `python -m bench planning` prints those of one part."""

import sys

from bench import catalogue, planning, web

PARTS = {"catalogue": catalogue.figures, "planning": planning.figures, "web": web.figures}


def main() -> None:
    """Measure the parts that the command line names, or all, one after the other."""
    for name in sys.argv[1:] or PARTS:
        for figure in PARTS[name]():
            print(figure, flush=True)


if __name__ == "__main__":
    main()
