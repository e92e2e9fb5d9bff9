//! The mirror follows cases of WeChat, of both its shops, by what is seen of them: stories that integrators told, every passage of the table, and
//! histories that are thinned, repeated and shuffled, beside a plain model that sorts them.

mod answers;
mod arrivals;
mod channels;
mod forbidden;
mod lists;
mod passages;
mod sequences;
mod shuffles;
mod small;
mod stored;
mod stories;
