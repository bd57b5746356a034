"""Commands (コマンド): one file for each, found by its name.

A module here is a command: it has an attribute `command` (click), and its first docstring line is
what `--help` lists. One that works with the register's tables says at its top as which database
role, `ROLE = "app"`; Django is then ready before the module is imported.
"""
