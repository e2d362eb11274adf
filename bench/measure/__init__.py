"""What benchmarks share: an invented area, the use of one process, and a count of a plan from the files alone."""
