//! The code that the targets share.

mod postcard;

pub use self::postcard::Postcard;

/// A target: bytes of the fuzzer go into a body. Without a fuzzer (`cargo run` on any toolchain), the files
/// that are named go into it, and those of the folders that are named.
#[macro_export]
macro_rules! target {
    ($body:expr) => {
        #[cfg(fuzzing)]
        libfuzzer_sys::fuzz_target!(|data: &[u8]| $body(data));

        #[cfg(not(fuzzing))]
        fn main() -> std::io::Result<()> {
            $crate::replay(std::env::args_os().skip(1).map(Into::into).collect(), $body)
        }
    };
}

/// Puts the files into a body, and those in the folders.
///
/// # Errors
///
/// When one of them cannot be read.
pub fn replay(paths: Vec<std::path::PathBuf>, body: impl Fn(&[u8])) -> std::io::Result<()> {
    let (mut paths, mut count) = (paths, 0);
    while let Some(path) = paths.pop() {
        if path.is_dir() {
            for entry in path.read_dir()? {
                paths.push(entry?.path());
            }
        } else {
            body(&std::fs::read(&path)?);
            count += 1;
        }
    }
    println!("{count} files replayed");
    Ok(())
}
