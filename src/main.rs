//! The program: everything it does is in [`bosett::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    bosett::cli::main()
}
