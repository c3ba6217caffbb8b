//! Calls of officers.
