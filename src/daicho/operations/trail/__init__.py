"""Trail of the whole (証跡と台帳): tests of what no single storey can prove: trail, register, keys, command line."""
