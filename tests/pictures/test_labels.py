import pytest

from portsref.pictures.labels import broken, ports_in_full, ports_in_short, width_of
from portsref.ports import PortSet


def allowed(**protocols):
    return tuple((name, PortSet.parse(ports)) for name, ports in protocols.items())


@pytest.mark.parametrize(
    ("what", "short"),
    [
        (allowed(TCP="443"), "443"),
        (allowed(UDP="8472", TCP="6443,9345"), "6443 · 9345 · 8472/udp"),
        (allowed(TCP="30000-32767"), "30000–32767"),
        (allowed(TCP="22,80,443,2379-2380,6443", UDP="53"), "22 · 80 · 443 +3"),
        (allowed(ICMP="", TCP="22"), "22 · ICMP"),
        (allowed(UDP="30000-32767,40000-42767"), "30000–32767/udp +1"),
    ],
)
def test_a_label_has_as_many_ports_as_fit(what, short):
    assert ports_in_short(what) == short


def test_in_full_all_ports_are_said():
    assert ports_in_full(allowed(TCP="22,80-90", ICMP="")) == "TCP 22, 80–90; ICMP"


def test_signs_of_chinese_are_as_wide_as_high():
    assert width_of("控制面", 13) == 39
    assert width_of("控制面", 13) > width_of("abc", 13)


def test_a_long_name_is_broken_and_nothing_of_it_is_lost():
    name = "the storage of the Kubernetes image registry and 控制面的镜像仓库" + "x" * 80
    lines = broken(name, 190, 13)
    assert "".join(lines).replace(" ", "") == name.replace(" ", "")
    assert max(width_of(line, 13) for line in lines) <= 190
