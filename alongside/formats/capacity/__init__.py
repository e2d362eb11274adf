"""Spreadsheets of theatre sessions and bed nights: read, checked by column, and returned with what to put right."""
