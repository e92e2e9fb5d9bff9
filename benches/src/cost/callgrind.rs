//! Counts instructions: the program starts itself under valgrind, once for each row, and only the marked call is counted.

use std::path::Path;
use std::process::Command;

/// The call whose instructions are counted. Valgrind looks for its name, which no other function of the program has.
#[unsafe(no_mangle)]
#[inline(never)]
pub(crate) extern "C" fn counted_by_callgrind(call: &mut Call<'_>) {
    (call.0)();
}

pub(crate) struct Call<'a>(pub(crate) &'a mut dyn FnMut());

/// Returns whether valgrind is there.
pub(crate) fn is_there() -> bool {
    Command::new("valgrind").arg("--version").output().is_ok_and(|output| output.status.success())
}

/// Returns the number of instructions of the call that this program marks when it is started with these arguments.
pub(crate) fn instructions(row: &str, operation: &str, file: &Path) -> u64 {
    let program = std::env::current_exe().expect("the program knows where it is");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--collect-atstart=no"])
        .arg("--toggle-collect=counted_by_callgrind")
        .arg(program)
        .args(["--marked", row, operation])
        .arg(file)
        .output()
        .expect("valgrind starts");
    let said = String::from_utf8_lossy(&output.stderr);
    let collected = said.lines().find_map(|line| line.split_once("Collected : "));
    let number = collected.and_then(|(_, number)| number.trim().parse().ok());
    number.unwrap_or_else(|| panic!("valgrind counted nothing: {said}"))
}
