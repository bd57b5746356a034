"""TLS (回線の口): the server, the client, and what both load from the home of the party."""
