"""`python -m benchplatform` is the command `benchplatform`."""

from .cli import main

main()
