"""How planning is done without this planner, each way a command: `python -m bench.peers.NAME DIR --out PLAN`."""
