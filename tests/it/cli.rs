//! Does the program keep its word? Stdout, stderr and exit code of each command.

mod allocate;
mod branches;
mod commands;
mod folder;
mod ledger;
mod mistakes;
mod reports;
mod run;
mod shards;
mod studies;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// The scenario that the tests run: a year in which little happens.
const SMALL: &str = include_str!("cli/small.toml");

/// A folder of its own with `small.toml` in it, where the program is run.
struct Desk {
    folder: TempDir,
}

/// What a command did.
#[derive(Debug, PartialEq)]
struct Said {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().expect("a folder") };
        desk.write("small.toml", SMALL);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), text).expect("it can be written");
    }

    fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bosett"));
        command.current_dir(self.folder.path()).args(line.split_whitespace());
        command.env("LC_ALL", "en_GB.UTF-8").env_remove("NO_COLOR");
        command
    }

    /// Runs `bosett` with the words of `line`, in English.
    fn bosett(&self, line: &str) -> Said {
        let Output { status, stdout, stderr } =
            self.command(line).output().expect("the program starts");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        let code = status.code().expect("no signal ended it");
        Said { code, stdout: text(stdout), stderr: text(stderr) }
    }

    /// The same, and it went well and had nothing to remark.
    #[track_caller]
    fn answer(&self, line: &str) -> String {
        let Said { code, stdout, stderr } = self.bosett(line);
        assert_eq!((code, stderr.as_str()), (0, ""), "{line}");
        stdout
    }

    /// The same, and it went wrong without an answer.
    #[track_caller]
    fn refusal(&self, line: &str, code: i32) -> String {
        let said = self.bosett(line);
        assert_eq!((said.code, said.stdout.as_str()), (code, ""), "{line}: {}", said.stderr);
        said.stderr
    }

    /// Names of what lies on the desk, in order.
    fn entries(&self) -> Vec<String> {
        entries(self.folder.path())
    }
}

/// Names of what lies in a folder, in order.
fn entries(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let name = |it: std::fs::DirEntry| it.file_name().into_string().expect("a name");
    let mut names: Vec<_> = entries.map(|it| name(it.expect("an entry"))).collect();
    names.sort();
    names
}

/// Path below the folder and bytes of every file in it, in order.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    fn add(folder: &Path, top: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
        for name in entries(folder) {
            let path = folder.join(name);
            if path.is_dir() {
                add(&path, top, files);
            } else {
                let below = path.strip_prefix(top).expect("below the top").to_owned();
                files.push((below, std::fs::read(&path).expect("a file")));
            }
        }
    }
    let mut found = Vec::new();
    add(folder, folder, &mut found);
    found
}
