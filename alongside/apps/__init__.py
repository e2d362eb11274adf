"""The product, one Django app for each step of the journey."""
