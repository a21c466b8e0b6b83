//! The code of `src/` without tests, comments and texts, and simple questions about it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A file of `src/`.
pub struct Source {
    /// Its path below `src/` without ending, for example `model/queue`.
    pub module: String,
    /// Whether it is compiled for tests only.
    pub is_test: bool,
    pub code: Code,
}

/// The code of a file.
pub struct Code {
    header: String,
    /// Without tests, comments and the insides of texts.
    plain: String,
}

/// Every file of `src/`, in order; files for tests only have empty code.
pub fn sources(root: &Path) -> Vec<Source> {
    let mut found = Vec::new();
    add_folder(&root.join("src"), "", false, &mut found);
    found.sort_by(|a, b| a.module.cmp(&b.module));
    found
}

fn add_folder(folder: &Path, above: &str, is_test: bool, found: &mut Vec<Source>) {
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|it| it.expect("an entry").path()).collect();
    paths.sort();
    for path in paths.iter().filter(|it| it.extension().is_some_and(|it| it == "rs")) {
        let stem = path.file_stem().and_then(|it| it.to_str()).expect("a name");
        let text = fs::read_to_string(path).expect("a text");
        let parent = path.parent().expect("a folder").with_extension("rs");
        let is_test = is_test || is_declared_for_tests(&parent, stem);
        let module = format!("{above}{stem}");
        let within = path.with_extension("");
        if within.is_dir() {
            add_folder(&within, &format!("{module}/"), is_test, found);
        }
        found.push(Source { module, is_test, code: Code::new(&text, is_test) });
    }
}

/// Whether the file above declares the module `name` under `#[cfg(test)]`.
fn is_declared_for_tests(parent: &Path, name: &str) -> bool {
    let text = fs::read_to_string(parent).unwrap_or_default();
    let mut lines = text.lines().map(str::trim).peekable();
    let ending = format!("mod {name};");
    while let Some(line) = lines.next() {
        if line == "#[cfg(test)]" && lines.peek().is_some_and(|it| it.ends_with(&ending)) {
            return true;
        }
    }
    false
}

impl Code {
    fn new(text: &str, is_test: bool) -> Self {
        let header = text.lines().take_while(|line| line.starts_with("//!"));
        let header = header.map(|line| &line[3..]).collect::<Vec<_>>().join(" ");
        let plain = if is_test { String::new() } else { without_tests(&without_texts(text)) };
        Self { header, plain }
    }

    /// The module's own documentation.
    pub fn header(&self) -> &str {
        &self.header
    }

    /// Number of lines, comments included, tests not.
    pub fn n_lines_without_tests(&self) -> usize {
        self.plain.lines().count()
    }

    /// Whether `word` stands in the code by itself.
    pub fn has_word(&self, word: &str) -> bool {
        let is_part = |it: char| it.is_alphanumeric() || it == '_';
        let ends_open = word.ends_with(is_part);
        self.plain.match_indices(word).any(|(at, _)| {
            let before = self.plain[..at].chars().next_back();
            let after = self.plain[at + word.len()..].chars().next();
            !(before.is_some_and(is_part) || ends_open && after.is_some_and(is_part))
        })
    }

    /// Whether a global is declared.
    pub fn has_static(&self) -> bool {
        let lines = self.plain.lines().map(str::trim_start);
        lines.map(|it| it.trim_start_matches("pub ")).any(|it| it.starts_with("static "))
    }

    /// Whether the code names something of a package.
    pub fn uses_package(&self, package: &str) -> bool {
        let path = format!("{package}::");
        self.plain.match_indices(&path).any(|(at, _)| {
            let before = self.plain[..at].chars().next_back();
            !before.is_some_and(|it| it.is_alphanumeric() || "_:".contains(it))
        })
    }

    /// The modules right below the crate that are named in a path, from a file at `module`.
    pub fn modules_used(&self, module: &str) -> BTreeSet<String> {
        let up = "super::".repeat(module.split('/').count());
        let mut used = BTreeSet::new();
        for start in ["crate::", "bosett::", up.as_str()] {
            for (at, _) in self.plain.match_indices(start) {
                let rest = &self.plain[at + start.len()..];
                match rest.strip_prefix('{') {
                    Some(list) => used.extend(first_names(list)),
                    None => used.extend(name_at(rest)),
                }
            }
        }
        used
    }

    /// Every function with its number of lines.
    pub fn functions(&self) -> Vec<(String, usize)> {
        let mut found = Vec::new();
        for (at, _) in self.plain.match_indices("fn ") {
            let before = self.plain[..at].chars().next_back();
            let Some(name) = name_at(&self.plain[at + 3..]) else { continue };
            if before.is_some_and(|it| it.is_alphanumeric() || it == '_') {
                continue;
            }
            let rest = &self.plain[at..];
            if let Some(open) = rest.find(['{', ';']).filter(|it| rest[*it..].starts_with('{')) {
                let end = open + block_end(&rest[open..]);
                found.push((name, rest[..end].lines().count()));
            }
        }
        found
    }
}

/// The name that a text begins with.
fn name_at(text: &str) -> Option<String> {
    let name: String =
        text.chars().take_while(|it| it.is_ascii_alphanumeric() || *it == '_').collect();
    (!name.is_empty()).then_some(name)
}

/// The first name of each path in a list that runs to its closing brace.
fn first_names(list: &str) -> Vec<String> {
    let (mut names, mut depth, mut is_start) = (Vec::new(), 1, true);
    for (at, it) in list.char_indices() {
        match it {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => is_start = true,
            _ if depth == 1 && is_start && !it.is_whitespace() => {
                names.extend(name_at(&list[at..]));
                is_start = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}

/// Where the block ends that a text begins with.
fn block_end(text: &str) -> usize {
    let mut depth = 0;
    for (at, it) in text.char_indices() {
        match it {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    text.len()
}

/// The code without what stands under `#[cfg(test)]`.
fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let (mut plain, mut rest) = (String::new(), code);
    while let Some(at) = rest.find(MARK) {
        plain.push_str(&rest[..at]);
        let item = &rest[at + MARK.len()..];
        let end = match item.find(['{', ';']) {
            Some(open) if item[open..].starts_with('{') => open + block_end(&item[open..]),
            Some(semicolon) => semicolon + 1,
            None => item.len(),
        };
        rest = &item[end..];
    }
    plain.push_str(rest);
    plain.truncate(plain.trim_end().len());
    plain
}

/// The code with comments and the insides of texts blanked, line by line as it was.
fn without_texts(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    let mut plain = String::with_capacity(code.len());
    let mut at = 0;
    while at < letters.len() {
        let end = token_end(&letters, at);
        if end == at + 1 {
            plain.push(letters[at]);
        } else {
            plain.push('"');
            plain.extend(letters[at..end].iter().filter(|it| **it == '\n'));
        }
        at = end;
    }
    plain
}

/// Where a comment, text or letter that begins here ends; one on for anything else.
fn token_end(letters: &[char], at: usize) -> usize {
    let is = |from: usize, text: &str| {
        text.chars().enumerate().all(|(i, it)| letters.get(from + i) == Some(&it))
    };
    let find = |from: usize, text: &str| (from..letters.len()).find(|&it| is(it, text));
    let is_after_word = at > 0 && (letters[at - 1].is_alphanumeric() || letters[at - 1] == '_');
    if is(at, "//") {
        return find(at, "\n").unwrap_or(letters.len());
    }
    if is(at, "/*") {
        return find(at, "*/").map_or(letters.len(), |it| it + 2);
    }
    if letters[at] == 'r' && !is_after_word {
        let n_hashes = letters[at + 1..].iter().take_while(|it| **it == '#').count();
        if letters.get(at + 1 + n_hashes) == Some(&'"') {
            let close = format!("\"{}", "#".repeat(n_hashes));
            let from = at + 2 + n_hashes;
            return find(from, &close).map_or(letters.len(), |it| it + 1 + n_hashes);
        }
    }
    let quote = letters[at];
    let is_letter = quote == '\'' && (is(at + 1, "\\") || letters.get(at + 2) == Some(&'\''));
    if quote != '"' && !is_letter {
        return at + 1;
    }
    let mut end = at + 1;
    while end < letters.len() && letters[end] != quote {
        end += if letters[end] == '\\' { 2 } else { 1 };
    }
    (end + 1).min(letters.len())
}
