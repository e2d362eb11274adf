"""The Waiting List Minimum Data Set, open pathways: read, map, check, return and write the weekly list."""
