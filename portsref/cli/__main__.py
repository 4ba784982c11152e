"""`python -m portsref.cli`."""

from portsref.cli import program

program()
