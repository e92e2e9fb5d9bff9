//! JSON for services: every request there and back, every answer against its schema, and both languages of every text.

mod answers;
mod requests;
mod samples;
mod schemas;
mod texts;
