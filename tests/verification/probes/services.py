"""What listens on the host that is dialled, beside the listener of the kit."""

import select
import socket
import sys

SERVICE, HALF_OPEN, ANSWERS, SILENT, TUNNEL = 1001, 1999, 2001, 2005, 4789
TCP, UDP = (SERVICE, HALF_OPEN), (ANSWERS, SILENT, TUNNEL)


def _line(family: int, kind: int, port: int) -> socket.socket:
    line = socket.socket(family, kind)
    if family == socket.AF_INET6:
        line.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    line.bind(("", port))
    return line


def main() -> None:
    families = (socket.AF_INET, socket.AF_INET6)
    accepting = [_line(family, socket.SOCK_STREAM, port) for family in families for port in TCP]
    for line in accepting:
        line.listen(64)
    reading = [_line(family, socket.SOCK_DGRAM, port) for family in families for port in UDP]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    silent = []
    while True:
        for line in select.select([*accepting, *reading], [], [])[0]:
            if line in accepting:  # it says nothing, as services do that wait to be asked
                silent.append(line.accept()[0])
                continue
            _, where = line.recvfrom(9000)
            if line.getsockname()[1] == ANSWERS:
                line.sendto(b"what?", where)


if __name__ == "__main__":
    sys.exit(main())
