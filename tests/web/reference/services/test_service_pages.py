import html
import re

import pytest
from django.core.cache import cache

from tests.conftest import our_catalogue

pytestmark = pytest.mark.django_db

LANGUAGES = {"en": "", "zh-hans": "/zh-hans"}
SERVICES = our_catalogue().services
PAGES = [
    "/protocols/",
    *(f"/protocols/{item.protocol}/" for item in SERVICES.protocols.protocols),
    "/scenarios/",
    *(f"/scenarios/{item.scenario}/" for item in SERVICES.scenarios),
    "/providers/",
    *(f"/providers/{item.provider}/" for item in SERVICES.providers),
]
FILES = ("protocols", "app-protocols", "proxy-protocol", "providers", "scenarios")


@pytest.fixture(autouse=True)
def _no_kept_pages():
    cache.clear()


def words_of(client, address: str) -> str:
    """The words of the main part of a page, in one line."""
    response = client.get(address)
    assert response.status_code == 200, address
    page = response.content.decode()
    main = page[page.index('<main id="main"') : page.index("</main>")]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_answers_in_both_languages(client, page, language):
    response = client.get(LANGUAGES[language] + page)
    assert response.status_code == 200
    document = response.content.decode()
    assert f'<html lang="{language}">' in document
    assert document.count("<h1>") == 1
    ids = re.findall(r'\bid="([^"]+)"', document)
    assert len(ids) == len(set(ids)), "an id appears twice"
    anchors = set(re.findall(r'href="#([^"]+)"', document))
    assert anchors <= set(ids)
    assert "style=" not in document
    assert "onclick" not in document


@pytest.mark.parametrize("page", PAGES)
def test_chinese_pages_hold_no_english_sentence_of_the_catalogue(client, page):
    words = words_of(client, "/zh-hans" + page)
    left = [
        english
        for file in FILES
        for english, chinese in our_catalogue().translations["zh-Hans"][file].items()
        if english != chinese and " " in english and english.endswith(".") and english in words
    ]
    assert left == []


@pytest.mark.parametrize(
    "address",
    [
        "/protocols/icmp/",
        "/scenarios/nothing/",
        "/providers/nobody/",
        "/zh-hans/scenarios/nothing/",
    ],
)
def test_what_does_not_exist_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("page", ["/protocols/", "/scenarios/proxy-protocol/", "/providers/"])
def test_a_page_asks_the_database_once(client, page, django_assert_num_queries):
    client.get(page)
    cache.clear()
    with django_assert_num_queries(1):
        client.get(page)


def test_the_matrix_says_what_each_type_carries(client):
    page = client.get("/protocols/").content.decode()
    table = page[page.index('<table class="matrix">') : page.index("</table>")]
    rows = [
        [
            html.unescape(re.sub(r"<[^>]+>", "", cell)).strip()
            for cell in re.findall(r"<td.*?</td>", row, flags=re.DOTALL)
        ]
        for row in re.findall(r"<tr>.*?</tr>", table, flags=re.DOTALL)[1:]
    ]
    no = "Not applicable"
    assert rows == [
        ["Yes", "Yes", "With conditions"],
        ["Yes", "Yes", "With conditions"],
        ["Yes", "Depends on the provider", "Rarely"],
        [no, no, no],
        ["Yes", "Yes", "Yes"],
        ["Yes", "Yes", "No"],
        ["1.0", "1.0", "1.20"],
    ]


@pytest.mark.parametrize("scenario", SERVICES.scenarios, ids=lambda item: item.scenario)
def test_a_scenario_shows_the_exact_keys_of_every_provider(client, scenario):
    words = words_of(client, f"/scenarios/{scenario.scenario}/")
    keys = [
        setting.key
        for provider in SERVICES.providers
        for setting in provider.settings
        if setting.purpose in scenario.provider_settings
    ]
    assert [key for key in keys if key not in words] == []


def test_every_source_of_a_scenario_is_linked(client):
    page = html.unescape(client.get("/scenarios/proxy-protocol/").content.decode())
    scenario = next(item for item in SERVICES.scenarios if item.scenario == "proxy-protocol")
    sources = [port.source.url for port in scenario.ports] + [s.url for s in scenario.sources]
    assert [url for url in sources if f'href="{url}"' not in page] == []


def test_the_preamble_stands_byte_by_byte_in_a_table(client):
    words = words_of(client, "/scenarios/proxy-protocol/")
    assert (
        "3 11–21 31 39 32 2e 30 2e 32 2e 32 30 32 Source address 192.0.2.202 The client." in words
    )
    assert "2 12 21 Version and command 2, PROXY A connection on behalf of a client." in words


# What the published reference of Kubernetes says, and where it stands here: English, Chinese.
REFERENCE = [
    ("/protocols/", "A Service can use any of these protocols", "Service 可以使用以下任意一种协议"),
    ("/protocols/", "A port can also name its application protocol", "还可以指定其使用的应用协议"),
    ("/scenarios/", "Most of them use TCP", "TCP"),
    ("/protocols/", "TCP UDP SCTP", "TCP UDP SCTP"),
    ("/protocols/sctp/", "stable since 1.20", "1.20"),
    (
        "/protocols/sctp/",
        "The network plugin must carry SCTP traffic.",
        "网络插件必须支持 SCTP 流量。",
    ),
    ("/protocols/sctp/", "Works with most Services", "可用于大多数 Service"),
    (
        "/protocols/sctp/",
        "It depends on the cloud provider that supplies the load balancer; most do not support it.",
        "取决于提供负载均衡器的云供应商，大部分不支持",
    ),
    (
        "/protocols/sctp/",
        "Nodes that run Windows do not support SCTP.",
        "运行 Windows 的节点不支持 SCTP。",
    ),
    (
        "/protocols/sctp/",
        (
            "Multihomed associations need a network plugin that can give one Pod several "
            "interfaces and addresses."
        ),
        "要求网络插件能为一个 Pod 分配多个接口和 IP 地址",
    ),
    (
        "/protocols/sctp/",
        "NAT for multihomed associations needs special logic in the kernel modules.",
        "多宿主 SCTP 关联的 NAT 需要内核模块具备特殊逻辑",
    ),
    (
        "/protocols/sctp/",
        "This mode did not manage SCTP associations.",
        "当 kube-proxy 处于 userspace 模式时不支持管理 SCTP 关联。",
    ),
    ("/protocols/tcp/", "Works with every Service type", "可用于任何类型的 Service"),
    (
        "/protocols/tcp/",
        "it is the protocol of a port that names none",
        "端口未写明协议时默认就是它",
    ),
    ("/protocols/udp/", "Works with most Services", "可用于大多数 Service"),
    (
        "/protocols/udp/",
        "The cloud provider that supplies the load balancer decides.",
        "是否支持 UDP 取决于提供负载均衡器的云供应商。",
    ),
    (
        "/scenarios/http/",
        "The cloud provider must offer load balancers, and this one must be an HTTP reverse proxy.",
        "云供应商必须支持负载均衡，而且其负载均衡器必须实现 HTTP 反向代理。",
    ),
    ("/scenarios/http/", "type: LoadBalancer", "type: LoadBalancer"),
    (
        "/scenarios/http/",
        "The protocol of the Service port stays TCP",
        "Service 端口的协议仍为 TCP",
    ),
    (
        "/scenarios/http/",
        "An annotation of the provider switches the listener to HTTP",
        "用云供应商特定的注解把监听器切换为 HTTP",
    ),
    (
        "/scenarios/http/",
        "offer HTTPS to clients while the workload speaks plain HTTP",
        "对客户端提供 HTTPS，而工作负载只用纯 HTTP",
    ),
    (
        "/scenarios/ingress/",
        "An Ingress exposes HTTP and HTTPS Services",
        "使用 Ingress 暴露 HTTP/HTTPS Service",
    ),
    (
        "/protocols/",
        "write http where the session is HTTP without TLS and https where TLS encrypts it",
        "不带 TLS 的 HTTP 时写 http；使用 TLS 加密时写 https",
    ),
    (
        "/scenarios/proxy-protocol/",
        "An annotation of the provider makes the load balancer wrap all incoming connections",
        "让负载均衡器以 PROXY 协议封装所有传入的连接",
    ),
    (
        "/scenarios/proxy-protocol/",
        r"PROXY TCP4 192.0.2.202 10.0.42.7 12345 7\r\n",
        r"PROXY TCP4 192.0.2.202 10.0.42.7 12345 7\r\n",
    ),
    (
        "/scenarios/proxy-protocol/",
        "first sends a few octets that describe the connection it received",
        "先发送一段八位元组，描述它收到的连接",
    ),
    (
        "/scenarios/proxy-protocol/",
        "What follows the preamble is the data of the client, unchanged.",
        "前导码之后的数据是来自客户端的原始数据。",
    ),
    (
        "/scenarios/proxy-protocol/",
        "closes the other connection as well and delivers the remaining data where it can",
        "也会关闭另一侧的连接，并在可行的情况下发送所有残留数据",
    ),
    ("/scenarios/proxy-protocol/", "The protocol of the port is TCP", "端口的协议为 TCP"),
    (
        "/scenarios/tls-termination/",
        "encrypted with TLS, and the load balancer is the TLS server",
        "是 TLS 加密的，负载均衡器是 TLS 服务器",
    ),
    (
        "/scenarios/tls-termination/",
        "The connection from the load balancer to the workload is TLS again, or plain text.",
        "从负载均衡器到工作负载的连接可以再次使用 TLS，也可以是纯文本。",
    ),
    (
        "/scenarios/tls-termination/",
        "depends on the provider or on your own implementation of Services",
        "取决于云供应商或自定义的 Service 实现",
    ),
    ("/scenarios/tls-termination/", "The protocol is TCP", "协议为 TCP"),
    (
        "/scenarios/tls-termination/",
        "as a server, and perhaps also as a client towards the workload",
        "作为服务器，也可能作为连接到工作负载的客户端",
    ),
    (
        "/protocols/",
        (
            "etcd is listed with the control plane, but it can run outside the cluster or on other "
            "ports."
        ),
        "etcd 虽列在控制面中，但也可以在集群外部自行托管，或使用自定义端口。",
    ),
    ("/protocols/", "30000-32767 is the default range of node ports.", "节点端口的默认端口范围"),
    (
        "/protocols/",
        (
            "Every default port can be changed; then the custom ports must be open in place of the "
            "defaults."
        ),
        "所有默认端口都可以重新配置",
    ),
    (
        "/protocols/",
        "The port of the API server is sometimes set to 443.",
        "API 服务器的端口有时会配置为 443",
    ),
    (
        "/protocols/",
        "it keeps its default behind a load balancer that listens on 443",
        "把 API 服务器放到一个监听 443 端口的负载均衡器后面",
    ),
]


@pytest.mark.parametrize("fact", REFERENCE, ids=lambda fact: fact[1][:40])
def test_every_fact_of_the_published_reference_stands_on_a_page(client, fact):
    page, english, chinese = fact
    squeezed = re.sub(r"\s+", " ", words_of(client, page))
    assert english.replace(" ", "") in squeezed.replace(" ", "")
    assert chinese.replace(" ", "") in words_of(client, "/zh-hans" + page).replace(" ", "")
