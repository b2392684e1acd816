"""What every emulated service uses: ports, clock, keys, faults, outbox, HTTP server."""
