"""The list: identities, pathways, clocks, and the files they came from."""
