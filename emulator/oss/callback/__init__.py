"""Upload callbacks: the signed call to the application that an upload asked for.

Source: OSS API reference, "Callback"; OSS error catalogue, pages 0007.
"""
