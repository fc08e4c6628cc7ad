"""`python -m xl_massbill.cli`: the same as `xl-massbill`."""

from xl_massbill.cli import main

main()
