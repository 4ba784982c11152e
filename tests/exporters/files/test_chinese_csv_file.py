"""CSV for Chinese tickets."""

import csv
import io
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from portsref.exporters.files.chinese_csv_file import EXPORTER
from portsref.exporters.language import CHINESE_TAG, find_language
from portsref.planning.document import document_from
from portsref.planning.rules import ANYWHERE, Endpoint, Reason
from tests.conftest import our_catalogue
from tests.exporters.hostile_texts import TEXTS, rules_of
from tests.exporters.rule_sets import cause, group, rule, rule_set

HEADER = (
    "规则名称,源地址,目的地址,协议,目的端口,动作,源主机组,目的主机组,源安全域,目的安全域,产品,组件,用途,条件,"
    "是否必需,加密方式,出处,备注,阶段"
)


def written(rules):
    language = find_language(EXPORTER.language_tag("en"), our_catalogue())
    return EXPORTER.export(rules, language=language).file.content.decode()


def test_a_rule_is_a_row_in_chinese_whoever_reads():
    api = our_catalogue().rows["kubernetes/kube-apiserver"]
    why = cause(
        "kubernetes/kube-apiserver",
        purpose=api.purpose,
        reason=Reason("kubernetes", through="api-endpoint", options=(("mode", "y"),)),
        encryption="none",
        required=False,
        phase="installation",
    )
    rules = rule_set(replace(rule("one", ANYWHERE, causes=(why,)), action="remove"))
    assert written(rules) == (
        f"\ufeff{HEADER}\r\n"
        "one,任意,10.0.0.1,TCP,443,删除,任意,control-plane,,,kubernetes,server,Kubernetes API。,"
        "mode = y；经由 API 端点,否,明文,https://example.com/ports,,安装\r\n"
    )
    assert EXPORTER.language_tag("en") == CHINESE_TAG


def test_ticket_requester_and_end_are_columns_where_the_plan_has_them():
    document = document_from(
        {
            "schema": "portsref.plan/v1",
            "title": "x",
            "request": {"ticket": "CHG-1", "requester": "=me", "expires": "2027-06-30"},
        }
    )
    lines = written(replace(rule_set(rule()), document=document)).splitlines()
    assert lines[0] == f"\ufeff{HEADER},工单号,申请人,有效期至"
    assert lines[1].endswith(",CHG-1,'=me,2027-06-30")


def test_a_place_outside_is_in_chinese():
    need = our_catalogue().products["kubernetes"]
    place = next(name for name in our_catalogue().translations[CHINESE_TAG][need.product])
    out = rule(destination=Endpoint(place, "outside"), causes=(cause(reason=Reason("kubernetes")),))
    said = our_catalogue().translate(place, CHINESE_TAG, "kubernetes")
    [row] = csv.DictReader(io.StringIO(written(rule_set(out))[1:], newline=""))
    assert (row["目的地址"], row["目的主机组"]) == (said, said)


@given(st.lists(TEXTS, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_no_text_makes_a_live_cell_or_another_line(texts):
    found = list(csv.reader(io.StringIO(written(rules_of(*texts)), newline="")))
    assert {len(row) for row in found} == {19}
    assert len(found) == 1 + 2 * len(texts)
    signs = tuple("=+-@\t\r＝＋－＠")
    assert not any(cell.startswith(signs) for row in found for cell in row)


def test_groups_keep_their_names():
    [row] = csv.DictReader(io.StringIO(written(rule_set(rule(source=group("办公网"))))[1:]))
    assert row["源地址"] == "办公网"
