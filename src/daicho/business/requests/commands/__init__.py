"""What may be done with a request, an inquiry or a call: one file per verb."""
