//! A fault in a platform's table is a compile error that names the rule. Each file in
//! `tests/compile_fail/` has one fault, and its first line says which message it must bring about;
//! the files whose names start with `sound` have none and must compile.
//!
//! Only this crate's own message is compared: what the compiler prints around it differs from
//! version to version.
use std::env::{self, consts::DLL_SUFFIX};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// Where everything goes that is built here.
const BUILT: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/compile_fail");

#[test]
fn a_sound_table_compiles() {
    let files = files(|name| name.starts_with("sound"));
    assert!(files.len() == 11, "some are missing: {files:#?}");
    for file in files {
        let (compiled, output) = LIBRARY.compile(&file);
        assert!(compiled, "{} does not compile:\n{output}", file.display());
    }
}

#[test]
fn a_fault_is_a_compile_error_that_says_what_is_wrong() {
    let files = files(|name| !name.starts_with("sound"));
    assert!(files.len() == 48, "some are missing: {files:#?}");
    for file in files {
        let source = fs::read_to_string(&file).expect("a file that can be read");
        let first = source.lines().next().and_then(|line| line.strip_prefix("// error: "));
        let message = first.expect("a first line that says `// error: `");

        let (compiled, output) = LIBRARY.compile(&file);
        let name = file.display();
        assert!(!compiled, "{name} compiles, without the error: {message}");
        assert!(output.contains(message), "{name} does not say: {message}\n{output}");
        // A failed proof is E0080. Another error would mean that the file has another fault too.
        let other = output.replace("error[E0080]", "").contains("error[E");
        assert!(!other, "{name} fails for another reason as well:\n{output}");
    }
}

/// The files of the folder whose names are chosen, in order.
fn files(chosen: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir("tests/compile_fail")
        .expect("the folder with the cases")
        .map(|entry| entry.expect("an entry of the folder").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .filter(|path| path.file_name().and_then(|name| name.to_str()).is_some_and(&chosen))
        .collect();
    files.sort();
    files
}

/// The library as the cases see it, built once. Proofs do not depend on features, so it has none.
static LIBRARY: LazyLock<Library> = LazyLock::new(Library::build);

struct Library {
    file: String,
    /// The folders in which the compiler finds what the library itself needs.
    folders: Vec<PathBuf>,
}

impl Library {
    fn build() -> Self {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--lib", "--no-default-features", "--offline"]);
        cargo.args(["--message-format=json-render-diagnostics", "--target-dir", BUILT]);
        // Flags and wrappers are meant for the tests themselves, such as those that measure coverage.
        for variable in [
            "CARGO_BUILD_TARGET",
            "CARGO_ENCODED_RUSTFLAGS",
            "RUSTFLAGS",
            "RUSTC_WORKSPACE_WRAPPER",
            "RUSTC_WRAPPER",
        ] {
            cargo.env_remove(variable);
        }
        let output = cargo.output().expect("cargo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

        // Cargo names what it built in JSON, of which only the names of files matter here.
        let report = String::from_utf8_lossy(&output.stdout).replace(r"\\", r"\");
        let built = report
            .split('"')
            .filter(|text| [".rlib", DLL_SUFFIX].iter().any(|suffix| text.ends_with(suffix)));
        let file = built
            .clone()
            .find(|file| file.ends_with("libaftersale.rlib"))
            .expect("the library among what cargo built");
        let folders = built.filter_map(|file| Path::new(file).parent());
        Self { file: file.to_owned(), folders: folders.map(Path::to_owned).collect() }
    }

    /// Whether a file compiles, and what the compiler says to it.
    fn compile(&self, file: &Path) -> (bool, String) {
        let compiler = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let mut rustc = Command::new(compiler);
        rustc.args(["--edition=2024", "--crate-type=lib", "--emit=metadata"]);
        rustc.args(["--out-dir", BUILT, "--extern", &format!("aftersale={}", self.file)]);
        for folder in &self.folders {
            rustc.arg("-L").arg(format!("dependency={}", folder.display()));
        }
        let output = rustc.arg(file).output().expect("the compiler runs");
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    }
}
