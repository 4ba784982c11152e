"""What a diff says to whoever reads a change: a terminal, a comment, annotations of a pipeline."""
