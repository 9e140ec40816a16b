"""``python -m marketplace COMMAND``."""

from marketplace.cli import main

main()
