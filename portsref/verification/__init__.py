"""A plan against what runs: existing rules, sockets, evidence of use, probes.

Each compares a rule set with something that was read, and says a state for every rule. Nothing is
called missing that could not have been seen.
"""
