"""広域交付 (wide_area, 住基法12条の4): what other municipalities ask of our residents, and copies for theirs made here.

Asked of us, the register answers by itself what the law lets out. Made here, nothing of the person is kept but the issue.
"""
