"""What rows say of their traffic: everything that should say something does."""

# Pod traffic in VXLAN, Geneve, STT, Weave's own way, GRE and IP-in-IP.
OVERLAYS = {
    ("UDP", "4789"), ("UDP", "6081"), ("UDP", "8472"), ("TCP", "7471"), ("UDP", "6783"),
    ("UDP", "6784"), ("GRE", ""), ("IPIP", ""),
}  # fmt: skip


def carrying(catalogue, *traffic):
    return {key for key, row in catalogue.rows.items() if not {*traffic}.isdisjoint(row.traffic)}


def test_every_row_with_health_in_its_name_carries_health_checks(catalogue):
    assert {key for key in catalogue.rows if "health" in key} <= carrying(catalogue, "health")


def test_health_that_the_host_alone_asks_is_not_required(catalogue):
    asked = {
        row.key
        for row in catalogue.listeners
        if row.required and row.peers == ("self",) and "health" in row.traffic
    }
    assert asked == set()


def test_every_row_with_the_numbers_of_an_overlay_is_one(catalogue):
    rows = catalogue.rows.items()
    numbers = {key for key, row in rows if (row.protocol, str(row.ports)) in OVERLAYS}
    assert numbers <= carrying(catalogue, "overlay")


def test_every_row_of_kubernetes_that_is_named_after_nodeports_belongs_to_them(catalogue):
    named = {key for key in catalogue.rows if key.startswith("kubernetes/") and "nodeport" in key}
    assert named <= carrying(catalogue, "node-port", "node-port-range")


def test_the_range_of_nodeports_is_told_once_a_protocol(catalogue):
    ranges = [(row.protocol, str(row.ports)) for row in catalogue.node_port_ranges]
    assert sorted(ranges) == [(name, "30000-32767") for name in ("SCTP", "TCP", "UDP")]


# Rows that encrypt and yet ask nobody who they are, and why.
INSECURE_BEHIND_TLS = {
    "openyurt/hub-multiplexer": "asks for a certificate, and serves who has none as itself",
}

# Rows that are in plain text until somebody sets TLS up, and by what.
INSECURE_UNLESS_SET = {
    "traefik/dashboard": "the entry point traefik takes a certificate",
    "traefik/dashboard-host": "the entry point traefik takes a certificate",
}


def test_what_is_insecure_is_in_plain_text(catalogue):
    insecure = {row.key: row.tls for row in catalogue.listeners if row.insecure}
    plain = {name for name, tls in insecure.items() if tls == "none"}
    assert insecure.keys() - plain == INSECURE_BEHIND_TLS.keys() | INSECURE_UNLESS_SET.keys()
    assert {insecure[name] for name in INSECURE_UNLESS_SET} == {"optional"}
    assert {insecure[name] for name in INSECURE_BEHIND_TLS} == {"tls"}


# Rows of which metrics are only a part: who else calls them.
METRICS_BESIDE_ELSE = {
    "antrea/agent-api": "antctl and support bundles",
    "antrea/controller": "the agents, and the API server's webhooks and aggregated APIs",
    "aws-vpc-cni/ipamd-metrics-helper": "the API server as a proxy, for the helper in a pod",
    "deckhouse/registry-packages-proxy": "the nodes, which take packages there",
    "k0s/kubelet-api": "agents of Konnectivity, for the API server",
    "k0s/pushgateway": "the API server as a proxy, for controllers that push",
    "kubevirt/api": "the API server's webhooks and aggregated API",
    "kubevirt/api-on-workers": "the API server's webhooks and aggregated API",
    "metrics-server/api": "the API server's aggregated API",
    "metrics-server/api-eks-add-on": "the API server's aggregated API",
    "metrics-server/api-host-network": "the API server's aggregated API",
    "minio/s3-host": "whoever stores objects",
    "minio/s3-host-plain": "whoever stores objects",
    "opensearch-operator/http-host-network": "the REST API, for the job that sets users up",
    "openshift/metrics-server": "the API server's aggregated API",
    "prometheus-adapter/api": "the API server's aggregated API",
    "prometheus-adapter/api-host": "the API server's aggregated API",
    "vault/injector-webhook": "the API server's webhook",
    "vault/injector-webhook-host": "the API server's webhook",
}


def test_metrics_are_read_by_pods_and_not_by_hosts_beside_them(catalogue):
    hosts = {"control-plane", "worker", "etcd", "storage"}
    words = ("metric", "prometheus", "exporter", "scrape")
    of_both = {
        row.key
        for row in catalogue.listeners
        if "pod" in row.peers and not hosts.isdisjoint(row.peers)
        if any(word in f"{row.id} {row.purpose} {row.note}".lower() for word in words)
    }
    assert of_both == METRICS_BESIDE_ELSE.keys()
