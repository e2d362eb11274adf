"""How Alongside is put together and started: settings, addresses, database, commands."""
