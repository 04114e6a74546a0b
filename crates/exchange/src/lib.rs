//! Speaks with other nodes and tools: TAXII 2.1 server and client, receipts, TLS.
