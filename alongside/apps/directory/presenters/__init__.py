"""What the directory holds, in the words of a page."""
