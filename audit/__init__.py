"""Whether pages are as good as they are meant to be: `make audit`, docs/audit.md."""
