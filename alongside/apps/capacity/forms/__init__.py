"""What people may ask for and fill in."""
