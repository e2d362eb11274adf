"""Who did what, who read whose identity, and which rows the database may show to whom."""
