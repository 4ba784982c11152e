"""Values of Helm: one module a chart, and what recognises a chart by the keys of its values."""
