#!/usr/bin/env python3
"""The same as the console script `sas`, from the checkout."""

from config.cli import main

if __name__ == "__main__":
    main()
