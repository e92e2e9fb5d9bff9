//! A fault in a platform's table is a compile error that names the rule, and one in a gateway's table one that names the word. Each file in
//! `tests/compile_fail/` has one fault, and its first line says which message it must bring about;
//! the files whose names start with `sound` have none and must compile.
//!
//! All of them are compiled at once, as modules of one crate: a proof that fails does not keep the
//! compiler from the others. Only this crate's own message is compared: what the compiler prints
//! around it differs from version to version.
use serde::Deserialize;
use std::collections::HashMap;
use std::env::{self, consts::DLL_SUFFIX};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// The folder for everything that is built here.
const BUILT: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/compile_fail");

#[test]
fn a_sound_table_compiles() {
    let files = files(|name| name.starts_with("sound"));
    assert!(files.len() == 17, "some are missing: {files:#?}");
    for file in files {
        let errors = errors_of(&file);
        assert!(errors.is_empty(), "{} does not compile: {errors:#?}", file.display());
    }
}

#[test]
fn a_fault_is_a_compile_error_that_says_what_is_wrong() {
    let files = files(|name| !name.starts_with("sound"));
    assert!(files.len() == 89, "some are missing: {files:#?}");
    let mut wrong = Vec::new();
    for file in files {
        let source = fs::read_to_string(&file).expect("a file that can be read");
        let first = source.lines().next().and_then(|line| line.strip_prefix("// error: "));
        let message = first.expect("a first line that says `// error: `");

        let errors = errors_of(&file);
        if !errors.iter().any(|error| error.contains(message)) {
            wrong.push(format!("{} does not say: {message}\n{errors:#?}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The failed proofs of a file of the folder.
fn errors_of(file: &Path) -> &'static [String] {
    ERRORS.get(file).map_or(&[], Vec::as_slice)
}

/// The compiler's errors for a crate that has every file as a module, by file.
static ERRORS: LazyLock<HashMap<PathBuf, Vec<String>>> = LazyLock::new(|| {
    /// The parts of the compiler's JSON that matter here.
    #[derive(Deserialize)]
    struct CompilerMessage {
        message: String,
        code: Option<Code>,
        level: String,
        rendered: String,
    }
    #[derive(Deserialize)]
    struct Code {
        code: String,
    }

    let files = files(|_| true);
    let mut source = String::new();
    for file in &files {
        writeln!(source, "#[path = {file:?}]\nmod {};", module(file))
            .expect("a text can be written");
    }
    let output = Library::build().compile(&source);
    let mut errors: HashMap<PathBuf, Vec<String>> = HashMap::new();
    for line in output.lines() {
        let message: CompilerMessage =
            serde_json::from_str(line).expect("the compiler speaks JSON");
        // The last error only counts the others.
        if message.level != "error" || message.message.starts_with("aborting due to") {
            continue;
        }
        // A failed proof is E0080. Another error would mean that a file has another fault too.
        let is_proof = message.code.is_some_and(|Code { code }| code == "E0080");
        assert!(is_proof, "no failed proof: {}", message.rendered);
        let names = |file: &&PathBuf| message.rendered.contains(&format!("`{}::", module(file)));
        let file = files.iter().find(names).expect("a proof in one of the modules");
        errors.entry(file.clone()).or_default().push(message.message);
    }
    errors
});

fn module(file: &Path) -> &str {
    file.file_stem().and_then(|stem| stem.to_str()).expect("a name of a module")
}

/// The files of the folder whose names are chosen, in order.
fn files(chosen: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/compile_fail"))
            .expect("the folder with the cases")
            .map(|entry| entry.expect("an entry of the folder").path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
            .filter(|path| path.file_name().and_then(|name| name.to_str()).is_some_and(&chosen))
            .collect();
    files.sort();
    files
}

/// The library as the cases see it. Proofs do not depend on features, so it has none.
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

    /// Returns the compiler's messages for a crate of this text, a JSON object a line.
    fn compile(&self, source: &str) -> String {
        let file = format!("{BUILT}/cases.rs");
        fs::write(&file, source).expect("a file that can be written");
        let compiler = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let mut rustc = Command::new(compiler);
        rustc.args([
            "--edition=2024",
            "--crate-type=lib",
            "--emit=metadata",
            "--error-format=json",
        ]);
        rustc.args(["--out-dir", BUILT, "--extern", &format!("aftersale={}", self.file)]);
        for folder in &self.folders {
            rustc.arg("-L").arg(format!("dependency={}", folder.display()));
        }
        let output = rustc.arg(file).output().expect("the compiler runs");
        String::from_utf8_lossy(&output.stderr).into_owned()
    }
}
