"""The demonstration area, Kent and Medway: published figures, synthetic people, modelled capacity."""
