"""The console: a page and a JSON API to read what was sent, fire timers, move the clock and ask for failures."""
