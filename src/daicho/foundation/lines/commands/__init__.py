"""What may be done with messages: queue, ask, receive, deliver, settle, send again, stop; and a line switched."""
