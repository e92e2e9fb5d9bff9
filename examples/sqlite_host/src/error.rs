//! Errors of the host itself. A refused command is no error but an answer.

use aftersale::order::stored::RestoreError;
use aftersale::order::{OpeningError, OrderId, ReplayError};

/// The reason why the host could not go on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HostError {
    #[error("{action}: database error: {source}")]
    Database { action: &'static str, source: rusqlite::Error },
    #[error("{action}: {source}")]
    Json { action: &'static str, source: serde_json::Error },
    #[error("{action}: {source}")]
    Snapshot { action: &'static str, source: postcard::Error },
    #[error("{action}: {source}")]
    Files { action: &'static str, source: std::io::Error },
    #[error("order {order} cannot be restored: {source}")]
    Restore { order: OrderId, source: RestoreError },
    #[error("order {order} does not take its own event: {source}")]
    Apply { order: OrderId, source: ReplayError },
    #[error("order {order} cannot be opened: {source}")]
    Opening { order: OrderId, source: OpeningError },
    #[error("there is no order {order}")]
    NoSuchOrder { order: OrderId },
    #[error("this host keeps no orders of {platform}")]
    NoSuchPlatform { platform: String },
    #[error("a child process ended with {status}: {stderr}")]
    Child { status: std::process::ExitStatus, stderr: String },
    #[error("the outbox of {orders} orders differed from the orders themselves")]
    OtherOutbox { orders: usize },
    #[error("{0}")]
    Usage(&'static str),
}

impl HostError {
    /// Returns a constructor for errors of the database during this action.
    pub(crate) fn database(action: &'static str) -> impl Fn(rusqlite::Error) -> Self {
        move |source| Self::Database { action, source }
    }

    /// Returns a constructor for errors of JSON during this action.
    pub(crate) fn json(action: &'static str) -> impl Fn(serde_json::Error) -> Self {
        move |source| Self::Json { action, source }
    }

    /// Returns a constructor for errors of files during this action.
    pub(crate) fn files(action: &'static str) -> impl Fn(std::io::Error) -> Self {
        move |source| Self::Files { action, source }
    }
}
