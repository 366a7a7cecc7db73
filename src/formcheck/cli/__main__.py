"""`python -m formcheck.cli`."""

from formcheck.cli import main

main()
