//! The thin program: everything is in the library, behind `cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    gangmu::cli::main()
}
