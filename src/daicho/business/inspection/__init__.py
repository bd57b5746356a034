"""Inspection and rosters (閲覧と名簿, 住基法11条・11条の2): who may read a part of the register, and every list made of it."""
