"""A stand-in for Genesys Cloud that speaks its OAuth, REST and notification socket.

It is written from the public contract alone and imports nothing of the program, so that
a wrong reading on one side cannot be hidden by the same mistake on the other.
"""
