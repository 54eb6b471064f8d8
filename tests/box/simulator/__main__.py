"""`python -m tests.box.simulator`: reads options and environment, then runs until stopped."""

import argparse
import os
import sys

from . import config, server


def main() -> None:
    """Run until stopped; 1 when it cannot start."""
    parser = argparse.ArgumentParser(prog="simulator", description="Un WhatsApp simulato, per le prove.")
    parser.add_argument("--host", help="indirizzo su cui ascoltare (predefinito: 127.0.0.1)")
    parser.add_argument("--port", type=int, help="porta (predefinita: 8001)")
    parser.add_argument("--webhook-url", help="indirizzo del webhook del servizio")
    try:
        server.run(config.from_names(os.environ, **vars(parser.parse_args())))
    except server.PortTaken as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
