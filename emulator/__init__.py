"""A local Alibaba Cloud: what Menjin's functions stand on, on 127.0.0.1, spoken to over the wire.

Nothing here imports the product, and nothing in the product knows of this package.
"""
