"""Pure rules of planned care: the standard library only, no clock, no settings, no request."""
