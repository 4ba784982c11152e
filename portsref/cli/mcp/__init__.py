"""What a program that speaks the Model Context Protocol may ask: the command's answers, as tools.

Nothing is read but the catalogue and what is sent along, nothing is written, and nobody else is
asked. `server.py` alone knows the SDK, which is imported when the command runs.
"""
