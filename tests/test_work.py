import pytest

from portsref.work import TooMuchWorkError, Work


def test_work_is_counted_before_it_is_done():
    work = Work(10)
    work.do(4)
    work.do(6)
    with pytest.raises(TooMuchWorkError, match="more than 10 steps"):
        work.do(1)


def test_without_a_bound_any_work_is_done():
    work = Work()
    work.do(10**12)
    assert work.done == 10**12
