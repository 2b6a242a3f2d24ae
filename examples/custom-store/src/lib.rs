//! A tiny store of a host's own that passes the conformance suite.
