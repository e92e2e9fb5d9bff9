//! What can go wrong in the host itself. That a command is refused is no error but an answer.

use aftersale::order::stored::RestoreError;
use aftersale::order::{OpeningError, OrderId, ReplayError};

/// Why the host could not go on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HostError {
    #[error("{capability}: the database says: {source}")]
    Database { capability: &'static str, source: rusqlite::Error },
    #[error("{capability}: {source}")]
    Json { capability: &'static str, source: serde_json::Error },
    #[error("{capability}: {source}")]
    Snapshot { capability: &'static str, source: postcard::Error },
    #[error("{capability}: {source}")]
    Files { capability: &'static str, source: std::io::Error },
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
    #[error("a child process ended with {status}: {correspondence}")]
    Child { status: std::process::ExitStatus, correspondence: String },
    #[error("of {orders} orders the outbox was not what the order says")]
    OtherOutbox { orders: usize },
    #[error("{0}")]
    Usage(&'static str),
}

impl HostError {
    /// The error of a database that was asked for this.
    pub(crate) fn database(capability: &'static str) -> impl Fn(rusqlite::Error) -> Self {
        move |source| Self::Database { capability, source }
    }

    /// The error of JSON that was read or written for this.
    pub(crate) fn json(capability: &'static str) -> impl Fn(serde_json::Error) -> Self {
        move |source| Self::Json { capability, source }
    }

    /// The error of files that were needed for this.
    pub(crate) fn files(capability: &'static str) -> impl Fn(std::io::Error) -> Self {
        move |source| Self::Files { capability, source }
    }
}
