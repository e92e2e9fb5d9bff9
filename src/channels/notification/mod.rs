//! The events that the platform sends.
