"""What `kubectl get` prints of a running cluster: objects as JSON or YAML, and tables."""
