"""Existing rules of firewalls against a plan: is it open already, and does it need to be?

Readers make filters of what tools print (`hosts/`, `clouds/`); `walking.py` asks them for a verdict
of three: open, closed, cannot be told from here.
"""
