//! Calls of residents.
