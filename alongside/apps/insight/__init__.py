"""Published statistics beside our own figures."""
