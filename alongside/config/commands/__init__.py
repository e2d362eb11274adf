"""One file for each command that needs the database."""
