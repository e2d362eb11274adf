"""Lists of sites by the codes of the Organisation Data Service."""
