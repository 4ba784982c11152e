"""Probes: scripts that dial and listen, between network namespaces, and what is read of them."""
