"""Are the sources of the catalogue still there, and do they show what a row says they show?

`citing.py` lists what the catalogue cites, `repositories.py` reads copies of repositories with git,
`checking.py` looks for the markers in them, and `report.py` words what was found, by product.
"""
