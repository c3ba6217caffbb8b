//! Work without a network: drafts kept on the device.
