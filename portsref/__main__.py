"""`python -m portsref`."""

from portsref.cli import program

program()
