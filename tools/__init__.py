"""Commands for whoever develops or deploys: ``python -m tools.<name> --help``."""
