"""Files that clusters are made from."""
