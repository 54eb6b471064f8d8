"""What an attacker tries, and what must hold: docs/security.md names who they are."""
