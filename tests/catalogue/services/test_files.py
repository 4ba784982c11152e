import dataclasses
import re
import shutil

import pytest
import yaml

from portsref.catalogue.folders import OUR_DATA
from portsref.catalogue.services.documents import Services
from portsref.catalogue.services.load import load_services
from portsref.catalogue.translations import missing_translations, unused_translations
from portsref.documents.files import shown
from portsref.documents.problems import Problem, ProblemsError
from tests.conftest import our_catalogue

PARTS = ("protocols.yaml", "app-protocols.yaml", "proxy-protocol.yaml", "providers", "scenarios")
FILES = ("protocols", "app-protocols", "proxy-protocol", "providers", "scenarios")


@pytest.fixture(scope="module")
def services() -> Services:
    return our_catalogue().services


@pytest.fixture
def folder(tmp_path):
    for part in PARTS:
        source = OUR_DATA / part
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / part)
    return tmp_path


def problems_in(folder) -> list[str]:
    with pytest.raises(ProblemsError) as refusal:
        load_services(our_catalogue(), folder)
    return [str(problem).removeprefix(f"{folder}/") for problem in refusal.value.problems]


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        (
            "protocols.yaml",
            "    default: true\n",
            "    defualt: true\n",
            "protocols.yaml: protocols[TCP].default: is missing",
        ),
        (
            "protocols.yaml",
            "service_type: headless",
            "service_type: ClusterIP",
            (
                "protocols.yaml: protocols[TCP].support: must list ClusterIP, NodePort, "
                "LoadBalancer, ExternalName, headless once each"
            ),
        ),
        (
            "protocols.yaml",
            "listener: kubernetes/kube-proxy-healthz",
            "listener: kubernetes/kube-proxy-nothing",
            "protocols.yaml: facts: no listener 'kubernetes/kube-proxy-nothing'",
        ),
        (
            "protocols.yaml",
            "product: calico",
            "product: calicot",
            "protocols.yaml: protocols[sctp].facts: no product 'calicot'",
        ),
        (
            "providers/ovhcloud.yaml",
            "based_on: openstack",
            "based_on: openstick",
            "providers/ovhcloud.yaml: based_on: no provider 'openstick'",
        ),
        (
            "providers/vultr.yaml",
            "provider: vultr",
            "provider: vulture",
            "providers/vultr.yaml: provider: 'vulture' must match the name of the file",
        ),
        (
            "providers/metallb.yaml",
            "order: 220",
            "order: 230",
            "providers: order[230]: appears twice",
        ),
        (
            "scenarios/dns.yaml",
            "related: [mixed-protocols",
            "related: [mixed-portocols",
            "scenarios/dns.yaml: related: no other scenario 'mixed-portocols'",
        ),
        (
            "scenarios/dns.yaml",
            'ports: "853"',
            'ports: "70000"',
            "scenarios/dns.yaml: ports[1].ports: 70000 is not a port: ports are 0 to 65535",
        ),
        (
            "scenarios/dns.yaml",
            '    ports: "853"\n',
            "",
            (
                "scenarios/dns.yaml: ports[1].ports: give either known ports or the field that"
                " holds the port"
            ),
        ),
        (
            "scenarios/http.zh-Hans.md",
            "{#traps}",
            "{#trap}",
            (
                "scenarios/http.zh-Hans.md: must have the sections {#wire}, {#declare}, {#set}, "
                "{#traps}"
            ),
        ),
        (
            "scenarios/http.en.md",
            "(../https/)",
            "(../htps/)",
            "scenarios/http.en.md: links to the unknown scenario 'htps'",
        ),
        (
            "proxy-protocol.yaml",
            'hex: "50524f58592054435034203139322e302e322e323032',
            'hex: "51524f58592054435034203139322e302e322e323032',
            (
                "proxy-protocol.yaml: examples[v1-tcp4-documentation].valid: is refused: neither "
                "PROXY nor the signature of version 2 at the beginning"
            ),
        ),
    ],
)
def test_a_mistake_is_refused_with_its_place_and_reason(folder, file, old, new, problem):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert problem in problems_in(folder)


def test_a_missing_text_and_one_too_many_are_both_reported(folder):
    texts = folder / "scenarios"
    (texts / "http.en.md").rename(texts / "htp.en.md")
    assert problems_in(folder) == [
        "scenarios/htp.en.md: belongs to no scenario",
        "scenarios/http.en.md: is missing",
    ]


def test_every_file_is_read_before_problems_are_reported(folder):
    (folder / "protocols.yaml").write_text("protocols: [", encoding="utf-8")
    (folder / "scenarios" / "dns.yaml").write_text("scenario: dns\n", encoding="utf-8")
    files = {problem.partition(":")[0] for problem in problems_in(folder)}
    assert {"protocols.yaml", "scenarios/dns.yaml"} <= files


def test_manifests_are_services_whose_annotations_are_strings(services):
    for (slug, language), text in services.texts.items():
        manifests = [
            manifest
            for block in re.findall(r"```yaml\n(.*?)```", text, flags=re.DOTALL)
            for manifest in yaml.safe_load_all(block)
        ]
        found = [manifest for manifest in manifests if manifest["kind"] == "Service"]
        assert found, (slug, language)
        for manifest in found:
            annotations = manifest["metadata"].get("annotations", {})
            assert all(isinstance(value, str) for value in annotations.values()), slug
            names = [port.get("name") for port in manifest["spec"].get("ports", [])]
            assert len(set(names)) == len(names), slug


def test_manifests_are_the_same_in_both_languages(services):
    for scenario in services.scenarios:
        blocks = [
            re.findall(r"```yaml\n(.*?)```", services.texts[scenario.scenario, language], re.DOTALL)
            for language in ("en", "zh-Hans")
        ]
        assert blocks[0] == blocks[1], scenario.scenario


def test_annotations_of_manifests_are_known_keys_of_providers(services):
    known = {setting.key for provider in services.providers for setting in provider.settings}
    used = {
        key
        for text in services.texts.values()
        for key in re.findall(r"^    ([a-z0-9./-]+/[a-z0-9.-]+): ", text, flags=re.MULTILINE)
    }
    assert used
    assert used <= known


# --- the other language


def test_a_changed_sentence_shows_itself_as_untranslated(catalogue, services):
    first, *others = services.scenarios
    scenarios = (first.model_copy(update={"title": "Another title"}), *others)
    less = dataclasses.replace(services, scenarios=scenarios)
    changed = dataclasses.replace(catalogue, read_services=lambda _catalogue: less)
    file = shown(OUR_DATA / "translations" / "zh-Hans" / "scenarios.yaml")
    missing, unused = missing_translations(changed), unused_translations(changed)
    assert [problem for problem in (*missing, *unused) if problem.file == file] == [
        Problem(file, "", "no translation of 'Another title'"),
        Problem(file, "", f"{first.title!r} is not in the facts"),
    ]


@pytest.mark.parametrize("file", FILES)
def test_chinese_has_its_own_punctuation(file):
    wrong = [
        chinese
        for chinese in our_catalogue().translations["zh-Hans"][file].values()
        if re.search(r"[\u4e00-\u9fff][,;:?!]|[,;:?!][\u4e00-\u9fff]", chinese)
    ]
    assert wrong == []
