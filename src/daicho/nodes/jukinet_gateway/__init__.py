"""住基ネットゲートウェイ (JUK-060): a relay between a town's register and its 市町村CS, where the town has one."""
