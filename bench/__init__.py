"""Side-by-side measurements. Figures of one run are comparable with each other, not with those of another day."""
