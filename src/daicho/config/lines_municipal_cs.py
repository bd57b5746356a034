"""Lines of the CS (電文の受け手): named by the settings of the node; see nodes/municipal_cs/handlers.py."""

from daicho.nodes.municipal_cs.handlers import HANDLERS, SETTLERS, UNHEARD

__all__ = ["HANDLERS", "SETTLERS", "UNHEARD"]
