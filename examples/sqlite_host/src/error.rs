//! What can go wrong in the host itself. That a command is refused is no error but an answer.

use aftersale::order::stored::RestoreError;
use aftersale::order::{OpeningRefused, OrderId, ReplayError};

/// Why the host could not go on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HostError {
    #[error("{doing}: the database says: {source}")]
    Database { doing: &'static str, source: rusqlite::Error },
    #[error("{doing}: {source}")]
    Json { doing: &'static str, source: serde_json::Error },
    #[error("{doing}: {source}")]
    Snapshot { doing: &'static str, source: postcard::Error },
    #[error("{doing}: {source}")]
    Files { doing: &'static str, source: std::io::Error },
    #[error("order {order} cannot be restored: {source}")]
    Restore { order: OrderId, source: RestoreError },
    #[error("order {order} does not take its own event: {source}")]
    Apply { order: OrderId, source: ReplayError },
    #[error("order {order} cannot be opened: {source}")]
    Opening { order: OrderId, source: OpeningRefused },
    #[error("there is no order {order}")]
    NoSuchOrder { order: OrderId },
    #[error("this host keeps no orders of {platform}")]
    NoSuchPlatform { platform: String },
    #[error("a child process ended with {status}: {said}")]
    Child { status: std::process::ExitStatus, said: String },
    #[error("of {orders} orders the outbox was not what the order says")]
    OtherOutbox { orders: usize },
    #[error("{0}")]
    Usage(&'static str),
}

impl HostError {
    /// The error of a database that was asked for this.
    pub(crate) fn database(doing: &'static str) -> impl Fn(rusqlite::Error) -> Self {
        move |source| Self::Database { doing, source }
    }

    /// The error of JSON that was read or written for this.
    pub(crate) fn json(doing: &'static str) -> impl Fn(serde_json::Error) -> Self {
        move |source| Self::Json { doing, source }
    }

    /// The error of files that were needed for this.
    pub(crate) fn files(doing: &'static str) -> impl Fn(std::io::Error) -> Self {
        move |source| Self::Files { doing, source }
    }
}
