"""Drafts from what people have: files of clusters and tools, each read by one small module.

Nothing is fetched, nothing is kept: a reading gives facts, each with the place where it stands and
how sure it is, and whoever asked accepts them piece by piece.
"""
