//! WeChat JSON.
