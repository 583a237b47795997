"""`python -m aggregator` and the `feedmill` command.

Imports nothing by itself: child processes import the module their parent was started with.
"""


def main() -> None:
    """Run a command."""
    from .cli import main as run  # noqa: PLC0415

    run()


if __name__ == "__main__":
    main()
