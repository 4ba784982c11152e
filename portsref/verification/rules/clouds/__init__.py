"""Readers of the filters of clouds, which are before the hosts."""
