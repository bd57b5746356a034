"""The rest of the country (相手役), for tests and training: what a town meets on the other side of its lines.

都道府県サーバ, 全国サーバ, 個人番号カード管理システム, the 市町村CS of towns that are not connected, and 入管庁, as one
process with one database. It is no part of the register and shares no Python with `daicho`: all that both know is
`specs/messages/`. What it receives it checks by its own reading of those definitions, and it can be told to misbehave.

    python -m outside serve                        # OUTSIDE_HOME says where outside.json and the keys are
    python -m outside tell 070009:prefecture silent --for 3
    python -m outside show 000000:nation --person 00000000016

Bottom to top: parties, problems, spec, codec · trust, signing, tls · database, faults · line, sender, carrier · actors ·
server, service · commands.
"""
