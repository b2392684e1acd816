"""Short-lived state: fakeredis's commands behind a wire of our own, or a real Redis named by its address."""
