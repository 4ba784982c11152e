"""Real packets through the kernel's filters, between network namespaces."""
