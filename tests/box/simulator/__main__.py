"""`python -m tests.box.simulator`: reads options and environment, then runs."""

import argparse
import os
import sys

from . import config, server


def main() -> int:
    """Run until stopped; 1 when it cannot start."""
    options = arguments()
    try:
        config.refuse_production_environment()
        chosen = config.from_names(os.environ, **vars(options))
        server.run(chosen, say)
    except (config.BesideProduction, server.PortTaken) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


def arguments() -> argparse.Namespace:
    """The options; None where the environment or the default decides."""
    parser = argparse.ArgumentParser(prog="simulator", description="Un WhatsApp simulato, per le prove.")
    parser.add_argument("--host", help="indirizzo su cui ascoltare (predefinito: 127.0.0.1)")
    parser.add_argument("--port", type=int, help="porta (predefinita: 8001)")
    parser.add_argument("--webhook-url", help="indirizzo del webhook del servizio")
    return parser.parse_args()


def say(sentence: str) -> None:
    """Write a line."""
    sys.stdout.write(f"{sentence}\n")


if __name__ == "__main__":
    raise SystemExit(main())
