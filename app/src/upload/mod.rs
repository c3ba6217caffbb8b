//! Photographs: shrunk on the device, sent by tus 1.0.0.
