"""`portsref completion`: lines that have a shell complete what is typed."""

import argparse

from argcomplete.shell_integration import shellcode

SHELLS = ("bash", "zsh", "fish")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take a shell."""
    parser.add_argument("shell", choices=SHELLS, help="for which shell")


def run(arguments: argparse.Namespace) -> None:
    """Print what the shell is to run, such as `eval "$(portsref completion bash)"`."""
    print(shellcode(["portsref"], shell=arguments.shell))  # noqa: T201
