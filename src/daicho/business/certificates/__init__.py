"""Certificates (証明): who may have which paper, on what ground, and every sheet that went out."""
