"""Probes: whether packets of a plan get through, tried by scripts on the hosts themselves.

`kit` writes a dialer for each group of sources and a listener for each group of destinations;
`results` reads what dialers wrote, and `checking` compares it with the plan.
"""
