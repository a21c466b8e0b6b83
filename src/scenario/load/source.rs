//! Where text comes from: files beside the scenario, and texts embedded in the program.
//!
//! A scenario is handed around between people, so it reads nothing outside its own folder.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::diagnostic::{Diagnostic, Problems};
use super::place::{Home, Place, SourceText};
use super::words;

/// Files larger than this are refused unread.
pub const LARGEST_FILE: u64 = 10_000_000;

/// The texts embedded in the program.
#[derive(Clone, Copy, Debug)]
pub struct Library {
    /// The text under a name: a scenario's, or that of a file which an embedded scenario refers to.
    pub text: fn(&str) -> Option<&'static str>,
    /// The names of the embedded scenarios.
    pub names: fn() -> Vec<&'static str>,
}

impl Library {
    /// Nothing embedded.
    pub const EMPTY: Self = Self { text: |_| None, names: Vec::new };

    fn open(&self, name: &str) -> Option<Arc<SourceText>> {
        let text = (self.text)(name)?;
        let shown = format!("embedded:{name}");
        Some(SourceText::new(&shown, without_mark(text).to_owned(), Home::Embedded))
    }
}

/// Why a file cannot be read as text.
#[derive(Debug, thiserror::Error)]
enum ReadError {
    /// There is no such file.
    #[error("there is no such file")]
    Missing,
    /// It is a folder, a pipe or a device.
    #[error("is {0}, must be a file")]
    NotAFile(&'static str),
    /// It is larger than `LARGEST_FILE`.
    #[error("the file is {}, must be at most {}", megabytes(*.0), megabytes(LARGEST_FILE))]
    TooLarge(u64),
    /// A byte that is not UTF-8, with the text as far as it can be read.
    #[error("the file is not UTF-8")]
    NotUtf8 { byte: u8, offset: usize, readable: String },
    /// The system does not let us.
    #[error("the file cannot be read: {0}")]
    Unreadable(#[from] io::Error),
}

/// Why a relative path is not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// It is absolute, has `..`, or a link leads out of the folder.
    #[error("must stay in the folder of the file that names it")]
    LeavesFolder,
    /// It has `\` between folders, which only one system understands.
    #[error("must have / between folders")]
    Backslash,
    /// There is nothing there.
    #[error("must be a file that exists")]
    Missing,
}

/// The scenario that the command line names: a file, or else an embedded scenario.
pub fn open_scenario(argument: &str, library: Library) -> Result<Arc<SourceText>, Problems> {
    let path = Path::new(argument);
    if !path.is_file()
        && let Some(text) = library.open(argument)
    {
        return Ok(text);
    }
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    read_file(path, argument, &folder).map_err(|error| match error {
        ReadError::Missing => no_scenario(argument, &folder, library).into(),
        error => problem_of(error, argument, folder).into(),
    })
}

/// A table that the command line names.
pub fn open_table_file(argument: &str) -> Result<Arc<SourceText>, Problems> {
    let path = Path::new(argument);
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    read_file(path, argument, &folder).map_err(|error| match error {
        ReadError::Missing => {
            let beside = files_in(&folder, "csv");
            let hint = words::did_you_mean(argument, beside.iter().map(String::as_str));
            let file = SourceText::new(shown(argument), String::new(), Home::Folder(folder));
            let problem = Diagnostic::error(Place::whole(&file), "there is no such file");
            problem.accepting("must be a CSV file").with_hint(hint).into()
        }
        error => problem_of(error, argument, folder).into(),
    })
}

/// The scenario or table that a scenario names: a file in its folder, or else an embedded text.
///
/// The inner error says what the name must be; the outer one is about the file itself.
pub fn open_relative(
    name: &str,
    home: &Home,
    library: Library,
) -> Result<Result<Arc<SourceText>, Problems>, PathError> {
    let Home::Folder(folder) = home else {
        return library.open(name).map(Ok).ok_or(PathError::Missing);
    };
    let path = match path_in(folder, name) {
        Err(PathError::Missing) => return library.open(name).map(Ok).ok_or(PathError::Missing),
        path => path?,
    };
    let shown = path.to_string_lossy().into_owned();
    let folder = path.parent().unwrap_or(folder).to_owned();
    Ok(read_file(&path, &shown, &folder).map_err(|error| problem_of(error, &shown, folder).into()))
}

/// `folder/name`, provided that it is there and in `folder`, also after following links.
fn path_in(folder: &Path, name: &str) -> Result<PathBuf, PathError> {
    let relative = Path::new(name);
    let stays = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    if name.contains('\\') {
        return Err(PathError::Backslash);
    }
    if !relative.components().all(stays) {
        return Err(PathError::LeavesFolder);
    }
    // Without `./`, so that a message names a file in one way.
    let path = folder
        .join(relative.components().filter(|it| *it != Component::CurDir).collect::<PathBuf>());
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let (Ok(root), Ok(target)) = (here.canonicalize(), path.canonicalize()) else {
        return Err(PathError::Missing);
    };
    if !target.starts_with(root) {
        return Err(PathError::LeavesFolder);
    }
    if target.is_dir() { Err(PathError::Missing) } else { Ok(path) }
}

fn read_file(path: &Path, shown: &str, folder: &Path) -> Result<Arc<SourceText>, ReadError> {
    let known = std::fs::metadata(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ReadError::Missing,
        _ => ReadError::Unreadable(error),
    })?;
    if known.is_dir() {
        return Err(ReadError::NotAFile("a folder"));
    }
    // Opening a pipe would wait for someone to write into it.
    if !known.is_file() {
        return Err(ReadError::NotAFile("a pipe or a device"));
    }
    if known.len() > LARGEST_FILE {
        return Err(ReadError::TooLarge(known.len()));
    }
    let mut bytes = Vec::new();
    // The file may grow while it is read, and some files do not know their length.
    File::open(path)?.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(ReadError::TooLarge(bytes.len() as u64));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let readable = String::from_utf8_lossy(bytes).into_owned();
        ReadError::NotUtf8 { byte: bytes[offset], offset, readable }
    })?;
    Ok(SourceText::new(shown, without_mark(&text).to_owned(), Home::Folder(folder.to_owned())))
}

/// Excel begins a UTF-8 file with a byte order mark.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

fn problem_of(error: ReadError, shown: &str, folder: PathBuf) -> Diagnostic {
    let home = Home::Folder(folder);
    if let ReadError::NotUtf8 { byte, offset, readable } = error {
        let file = SourceText::new(shown, readable, home);
        let found = format!("the byte 0x{byte:02X} at offset {offset} is not UTF-8");
        let hint = "the file may be in Latin-1 or Windows-1252: save it again as UTF-8".to_owned();
        // The byte has become one replacement character, three bytes long.
        let place = Place::new(&file, offset..offset + '\u{fffd}'.len_utf8());
        return Diagnostic::error(place, found).accepting("must be UTF-8 text").with_hint(hint);
    }
    let file = SourceText::new(shown, String::new(), home);
    Diagnostic::error(Place::whole(&file), error.to_string())
}

/// A name that can be seen.
fn shown(argument: &str) -> &str {
    if argument.is_empty() { "\"\"" } else { argument }
}

fn no_scenario(argument: &str, folder: &Path, library: Library) -> Diagnostic {
    let names = (library.names)();
    let file = SourceText::new(shown(argument), String::new(), Home::Folder(folder.to_owned()));
    let problem = Diagnostic::error(Place::whole(&file), "there is no such file")
        .accepting(format!("must be a file or {}", embedded_names(&names)));
    let beside = files_in(folder, "toml");
    let known = names.iter().copied().chain(beside.iter().map(String::as_str));
    let wanted = Path::new(argument).file_name().and_then(|name| name.to_str());
    problem.with_hint(words::did_you_mean(wanted.unwrap_or(argument), known))
}

/// `an embedded scenario (a, b)`.
pub fn embedded_names(names: &[&str]) -> String {
    match names {
        [] => "an embedded scenario".to_owned(),
        _ => format!("an embedded scenario ({})", words::list(names.iter().copied())),
    }
}

/// The names of the files in `folder` with this extension, in order; none if it cannot be read.
pub fn files_in(folder: &Path, extension: &str) -> Vec<String> {
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let entries = std::fs::read_dir(here).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names
        .filter(|name| Path::new(name).extension().is_some_and(|it| it == extension))
        .collect();
    names.sort_unstable();
    names
}

fn megabytes(bytes: u64) -> String {
    format!("{} MB", words::number((bytes as f64 / 100_000.0).ceil() / 10.0))
}

#[cfg(test)]
mod tests {
    use super::super::example::{Example, GOOD, LIBRARY, folder_with, in_short, load_in};
    use super::super::load_scenario;
    use super::*;

    /// What is said about the file `name` in a folder that `prepare` has filled.
    fn said_of(name: &str, prepare: impl Fn(&Path)) -> String {
        let folder = folder_with(&[]);
        prepare(folder.path());
        let problems = load_in(folder.path(), name, &[]).expect_err("a mistake");
        in_short(&problems, folder.path())
    }

    #[test]
    fn a_scenario_that_is_not_there() {
        let must = "must be a file or an embedded scenario (letter-2023, uses-letter)";
        let good = |folder: &Path| std::fs::write(folder.join("high.toml"), GOOD).expect("a file");
        assert_eq!(
            said_of("hihg.toml", good),
            format!(
                "error: hihg.toml: there is no such file, {must}\n  hint: did you mean \"high.toml\"?\n"
            )
        );
        assert_eq!(
            said_of("high.toml/x", good),
            format!("error: high.toml/x: there is no such file, {must}\n")
        );
        let problems =
            load_scenario::<Example>("letter-2022", &[], LIBRARY).expect_err("a mistake");
        assert_eq!(
            problems.to_string(),
            format!(
                "error: letter-2022: there is no such file, {must}\n  hint: did you mean \"letter-2023\"?"
            )
        );
        let problems = load_scenario::<Example>("", &[], Library::EMPTY).expect_err("a mistake");
        assert_eq!(
            problems.to_string(),
            "error: \"\": there is no such file, must be a file or an embedded scenario"
        );
    }

    #[test]
    fn a_scenario_that_is_no_file() {
        let folder = |folder: &Path| std::fs::create_dir(folder.join("a.toml")).expect("a folder");
        assert_eq!(said_of("a.toml", folder), "error: a.toml: is a folder, must be a file\n");
        #[cfg(unix)]
        {
            let socket = |folder: &Path| {
                std::os::unix::net::UnixListener::bind(folder.join("a.toml")).expect("a socket");
            };
            let expected = "error: a.toml: is a pipe or a device, must be a file\n";
            assert_eq!(said_of("a.toml", socket), expected);
        }
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_scenario_that_cannot_be_read() {
        let link = |folder: &Path| {
            std::os::unix::fs::symlink("/proc/self/mem", folder.join("a.toml")).expect("a link");
        };
        let said = said_of("a.toml", link);
        assert!(said.starts_with("error: a.toml: the file cannot be read: "), "{said}");
    }

    #[test]
    fn a_large_file_is_refused_unread() {
        let sparse = |bytes| {
            move |folder: &Path| {
                let file = File::create(folder.join("a.toml")).expect("a file");
                file.set_len(bytes).expect("a sparse file");
            }
        };
        assert_eq!(
            said_of("a.toml", sparse(100_000_000)),
            "error: a.toml: the file is 100 MB, must be at most 10 MB\n"
        );
        assert_eq!(
            said_of("a.toml", sparse(LARGEST_FILE + 1)),
            "error: a.toml: the file is 10.1 MB, must be at most 10 MB\n"
        );
    }

    #[test]
    fn a_file_that_is_not_utf8() {
        let latin = |folder: &Path| {
            let text = b"title = \"\xc3\xa6\"\n# bl\xe5b\xe6r\n";
            std::fs::write(folder.join("a.toml"), text).expect("a file");
        };
        assert_eq!(
            said_of("a.toml", latin),
            "error: a.toml:2:5: the byte 0xE5 at offset 17 is not UTF-8, must be UTF-8 text\n  \
             hint: the file may be in Latin-1 or Windows-1252: save it again as UTF-8\n"
        );
    }

    #[test]
    fn a_file_comes_before_an_embedded_scenario_and_that_before_a_folder() {
        let embedded = load_scenario::<Example>("letter-2023", &[], LIBRARY).expect("no mistake");
        assert_eq!(embedded.files()[0].name(), "embedded:letter-2023");
        let folder = folder_with(&[("letter-2023", &GOOD.replace("Ærlig tåke", "mine"))]);
        let mine = load_in(folder.path(), "letter-2023", &[]).expect("no mistake");
        assert_eq!(mine.value.title, "mine");
        assert_eq!(open_scenario("src", Library::EMPTY).expect_err("a folder").sorted().len(), 1);
        let library = Library { text: |_| Some("a = 1"), names: Vec::new };
        assert_eq!(open_scenario("src", library).expect("embedded").text(), "a = 1");
    }
}
