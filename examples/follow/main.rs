//! Follows cases that WeChat owns: reads what a merchant's system has seen of them, and tells for each case its story, what
//! was missed, what is strange, what has to be done until when, and what can be called.
//!
//! ```sh
//! cargo run --example follow -- examples/follow/sample.jsonl
//! cargo run --example follow -- examples/follow/sample.jsonl --zh
//! cargo run --release --example follow -- --generate 1000000 100000 > many.jsonl
//! cargo run --release --example follow -- many.jsonl > stories.txt
//! ```
//!
//! `README.md` beside this file has the form of the lines. Without a file it reads the standard input.

mod following;
mod generate;

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::process::ExitCode;
use std::time::Instant;

use aftersale::Language;

const USAGE: &str = "usage: follow [FILE] [--zh] [--decode-only], or follow --generate LINES CASES";

/// Input of so many lines is long: then the time and the memory that it took are told.
const LONG: u64 = 100_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(code) => code,
        // The reader has closed the pipe (`follow | head`).
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("follow: {error}");
            ExitCode::from(2)
        }
    }
}

/// Returns 1 when lines were passed over, and 0 otherwise.
fn run(arguments: &[String]) -> io::Result<ExitCode> {
    let usage = || io::Error::new(io::ErrorKind::InvalidInput, USAGE);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut out = BufWriter::new(io::stdout().lock());
    if let ["--generate", lines, cases] = arguments.as_slice() {
        let number = |text: &str| text.parse().map_err(|_| usage());
        generate::write(number(lines)?, number(cases)?, &mut out)?;
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    }
    let (mut file, mut language, mut is_decoding) = (None, Language::English, false);
    for argument in arguments {
        match argument {
            "--zh" => language = Language::Chinese,
            "--decode-only" => is_decoding = true,
            name if !name.starts_with('-') && file.is_none() => file = Some(name),
            _ => return Err(usage()),
        }
    }
    let mut input: Box<dyn BufRead> = match file {
        Some(name) => {
            let file = File::open(name)
                .map_err(|error| io::Error::new(error.kind(), format!("{name}: {error}")))?;
            Box::new(BufReader::with_capacity(1 << 16, file))
        }
        None => Box::new(io::stdin().lock()),
    };
    let mut notes = io::stderr();
    let since = Instant::now();
    let totals = match is_decoding {
        true => following::decode_only(&mut input, &mut notes)?,
        false => following::follow(&mut input, &mut out, &mut notes, language)?,
    };
    if totals.lines >= LONG {
        let seconds = since.elapsed().as_secs_f64();
        writeln!(notes, "{} lines in {seconds:.2} s", totals.lines)?;
        if let Some(bytes) = peak_memory() {
            let of_case = bytes.checked_div(totals.cases).unwrap_or(0);
            writeln!(notes, "peak memory {} KiB, {of_case} bytes a case", bytes / 1_024)?;
        }
    }
    Ok(if totals.bad > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// Returns the most memory that the program has had so far, in bytes, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    kibibytes.checked_mul(1_024)
}
