"""戸籍・附票 (family_register): the 戸籍の附票 of people with 本籍 here, and the notices between 住所地 and 本籍地 (FAM, 住基法9条2項・19条).

It hears approved movements, keeps the 附票 of those whose 本籍 is here, tells the 本籍地 of the others, and hands what comes
in to movements as drafts, which alone change the register.
"""
