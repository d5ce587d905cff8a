"""One module a verb of the command line.

A module `sitrep/commands/VERB.py` has two functions, and `sitrep.cli` calls them in this order:

    arguments(parser: argparse.ArgumentParser) -> None    adds the verb's own options
    run(options: argparse.Namespace) -> int               does it and gives the exit code

`run` may raise any `SitrepError`: `cli` prints its message and ends with its exit code. Verbs of a workspace take
`--workspace DIR`, and work in the current folder without it. What a module needs of pandas, matplotlib or weasyprint is
imported by the functions that use it.
"""
