"""Names of the package and the module each comes from."""

EXPORTS = {
    "TiktokMarketingConnector": "connector",
    "AirbyteAuthConfig": "auth",
    "TiktokMarketingAuthConfig": "auth",
    "TiktokMarketingReplicationConfig": "auth",
}
