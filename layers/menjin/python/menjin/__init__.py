"""Menjin: accounts and real-name certification. Three floors: contract, domains with their values, gateways."""
