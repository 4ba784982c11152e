"""Keys of the catalogue: `product/id` for a row, `product/component` for a component.

They are plain texts, in files, plans, exports and columns, as in every look-up: a type of their own
would be made only to be taken apart again.
"""


def product_of(key: str) -> str:
    """The slug of the product: `cilium` of `cilium/agent-health`."""
    return key.partition("/")[0]


def id_of(key: str) -> str:
    """What names it within the product: `agent-health` of `cilium/agent-health`."""
    return key.partition("/")[2]
