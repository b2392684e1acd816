"""The console: pages and a JSON API to see what was sent and offered, fire timers, move the clock, ask for failures."""
