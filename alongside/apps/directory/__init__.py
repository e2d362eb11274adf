"""What every local site can really do: services, support, criteria, and who attested them."""
