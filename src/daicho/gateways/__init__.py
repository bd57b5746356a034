"""Gateways (連携の口): one island per line to another system."""
