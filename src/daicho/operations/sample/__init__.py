"""The sample town (架空の町): invented people and twenty years of their lives, the same for the same seed.

    make_chunk(plan, 0)   # a `Batch` of about a thousand residents, ready for `registers.residents.load`

Nobody in it exists: names are put together from words like 見本 and 架空, card numbers begin with ZZ, nations are
invented, and the numbers are well-formed but drawn at random.
"""
