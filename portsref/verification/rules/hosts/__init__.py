"""Readers of filters on the hosts themselves."""
