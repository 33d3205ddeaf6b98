"""`python -m recoupe.cli`: the command line without its script."""

from . import main

if __name__ == "__main__":
    main()
