"""Evidence of use: packets and connections that were seen, against the rules of a plan.

Use proves that a rule is needed; that nothing was seen proves nothing, and is worded so.
"""
