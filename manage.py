#!/usr/bin/env python
"""Django's command line; `--version` tells the service's own version, not Django's."""

import os
import sys
from importlib import import_module

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cascina_whatsapp.settings")
    if sys.argv[1:] == ["--version"]:
        from cascina_whatsapp.presentation.version import VERSION

        print(VERSION)  # noqa: T201
    else:
        # First the chosen settings: cascina_whatsapp.settings reads the environment once any part of it is imported.
        import_module(os.environ["DJANGO_SETTINGS_MODULE"])
        from cascina_whatsapp.settings.checks import refuse_wrong_settings

        refuse_wrong_settings(command=next(iter(sys.argv[1:]), ""))
        execute_from_command_line(sys.argv)
