"""Prints every figure; `python -m bench planning` prints those of one part."""

import sys

from bench import catalogue, command, composer, exporting, planning, web

PARTS = {
    "catalogue": catalogue.figures,
    "command": command.figures,
    "planning": planning.figures,
    "exporting": exporting.figures,
    "composer": composer.figures,
    "web": web.figures,
}


def main() -> None:
    """Measure the parts that the command line names, or all, and say at the end what is missed."""
    measured, missed = 0, []
    for name in sys.argv[1:] or PARTS:
        for figure in PARTS[name]():
            print(figure, flush=True)
            measured += figure.has_goal
            if figure.is_missed:
                missed.append(figure.name)
    print(f"\n{measured - len(missed)} of {measured} goals met")
    for name in missed:
        print(f"missed: {name}")


if __name__ == "__main__":
    main()
