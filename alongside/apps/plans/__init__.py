"""Plans: who goes where, why, what it changes, and who approved it."""
