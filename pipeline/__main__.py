"""`python -m pipeline` is the command `abspann`."""

from pipeline.cli import main

main()
