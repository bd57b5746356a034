"""Daicho (台帳): the resident register of a Japanese municipality, and what hangs on it.

Storeys, one direction (docs/MAP.md): operations → config → business → registers → foundation → kernel.
"""

__version__ = "0.1.0"
