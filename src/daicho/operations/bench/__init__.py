"""The benchmark (性能測定): what Daicho costs beside the least that could do the same work, side by side.

Every figure is a pair. Both sides run in turns in the same minutes on the same machine, against one durable server
with a sample town in it; their ratio is what is judged, and absolute times are told as facts. `town` makes the
server, the other files each hold one measurement, `run` puts them in order, `report` writes the results.
"""
