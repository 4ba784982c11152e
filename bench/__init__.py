"""How fast portsref is, as ratios measured in one run: `make bench`, explained in docs/bench.md."""
