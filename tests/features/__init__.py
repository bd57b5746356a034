"""Features (仕様): the Japanese scenarios of specs/features, carried out on a real register."""
