//! Keeps the graph, the releases, the queues and the log's entries on disk.
