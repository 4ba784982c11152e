"""What was read from the catalogue's files and found sound, kept so that it need not be again.

`facts.py` are the facts as plain values, `sources.py` the files that they were made from, `kept.py`
where they lie and when they are trusted, `writing.py` and `reading.py` the ways from and to a
`Catalogue`. `portsref.catalogue.load` is what others call.
"""
