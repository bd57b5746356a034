"""Papers (書類): what is generated from the code, the specifications and the results of the tests.

`requirements` what is asked, and how it was decided · `proving` the pytest plugin that gathers what was
proved · `conformance` docs/conformance.md · `terms` the dictionary · `places` where a term lives ·
`wiring_facts` what runs, as the values of `facts` · `privileges` who may do what with each table · `modules` the source tree ·
`generated` docs/MAP.md and docs/audit-events.md.
"""
