"""What runs inside a function instance: loads the user's handler and serves one call after the other.

A program of its own, standard library only: it is compiled by itself, and what it imports is all that user code finds
imported already. It speaks with the emulator over one inherited socket: a frame is two big-endian 32-bit lengths, a
JSON head and a raw body. The first frame it reads is the boot record, every further one is a call and gets exactly one
answer; standard output and error are the function's log. Behaviour follows the public files of the vendor's Python
runtimes.
"""
