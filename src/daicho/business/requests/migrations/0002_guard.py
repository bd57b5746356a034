"""Requests are never deleted; acts and calls never change; of a note and an envelope only what became of them."""

from django.db import migrations

GUARD = """
CREATE SEQUENCE requests_request_seq;
CREATE SEQUENCE requests_inquiry_seq;
GRANT USAGE, SELECT ON requests_request_seq, requests_inquiry_seq TO app;
REVOKE DELETE ON requests_request, requests_requestact, requests_moneyorder, requests_dispatch,
    requests_inquiry, requests_inquiryact, requests_call FROM app;
REVOKE UPDATE ON requests_requestact, requests_moneyorder, requests_dispatch, requests_inquiryact,
    requests_call FROM app;
GRANT UPDATE (returned_at) ON requests_moneyorder TO app;
GRANT UPDATE (came_back_on, came_back_why) ON requests_dispatch TO app;
"""
UNDO = "DROP SEQUENCE requests_request_seq; DROP SEQUENCE requests_inquiry_seq;"


class Migration(migrations.Migration):
    dependencies = [("requests", "0001_requests")]
    operations = [migrations.RunSQL(GUARD, UNDO)]
