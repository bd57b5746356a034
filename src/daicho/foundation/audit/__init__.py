"""Trail (証跡): every command and every read of personal data leaves exactly one entry in a hash chain."""
