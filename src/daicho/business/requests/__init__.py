"""Requests (請求の受付): the desks at which paper is asked for, by whom, what was decided, and what was handed over."""
