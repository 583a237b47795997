"""`python -m aggregator`: the same as the `feedmill` command."""

from .cli import main

main()
