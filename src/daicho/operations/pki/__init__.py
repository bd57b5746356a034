"""Certificates of the lines (回線の証明書): the network's authority, what it issued and revoked, and the keys of each party.

PKI/                     the authority (認証局); a folder of the organisation that runs the network
  root.pem root.key      the root (P-256, 20 years); its key is needed for a new issuing authority alone
  issuing-1.pem .key     who issues and revokes (P-256, 10 years); `pki new-issuing` adds the next one
  issued/<serial>.pem    every certificate that was ever issued
  register.json          the register (発行台帳): what was issued to whom, until when, what was revoked and why
  ca.pem crl.pem         what is handed to every party
"""
