"""The planner: an immutable Problem goes in, an explained Plan comes out. No Django."""
