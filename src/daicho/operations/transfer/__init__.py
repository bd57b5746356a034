"""Transfer (移行): the register from another system's CSV and back into CSV, whole, with all of its history.

    daicho import DIR --profile FILE   # checks everything, then loads into an empty register
    daicho export DIR --recipient KEY  # writes everything; numbers always encrypted (age)

`layout` says which files there are and what stands in them, once for both directions.
"""
