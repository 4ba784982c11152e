"""Charts that are installed, by Helm and by what calls it."""
