"""Bodies (電文の本文): one model per kind, as specs/messages/schemas/ says; a test holds both to the same examples."""
