"""Sockets that hosts listen on, as `ss` and `netstat` list them, against what a plan expects.

Both ways: what a rule goes to is listening, on loopback alone, elsewhere or not seen; and what
listens is expected, needs no rule, or is nothing that the plan knows.
"""
