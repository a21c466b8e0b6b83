//! A folder that nobody sees before it is complete.

use super::{FolderError, cannot_write};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder under a temporary name beside its final one; gone when dropped.
pub struct UnpublishedFolder {
    out: PathBuf,
    temporary: Option<TempDir>,
    /// Folders above it that were made for it, innermost first.
    made: Vec<PathBuf>,
}

impl UnpublishedFolder {
    /// Begins the folder `out`.
    pub fn create(out: &Path) -> Result<Self, FolderError> {
        refuse_existing(out)?;
        let above = match out.parent() {
            Some(above) if above != Path::new("") => above,
            _ => Path::new("."),
        };
        let mut folder = Self::create_in(above)?;
        folder.name(out);
        Ok(folder)
    }

    /// Begins a folder in `above`; until it has a name it cannot be published, since `above` exists.
    pub(super) fn create_in(above: &Path) -> Result<Self, FolderError> {
        let made = above.ancestors().take_while(|it| *it != Path::new("") && !it.exists());
        let made = made.map(Path::to_owned).collect();
        let mut folder = Self { out: above.to_owned(), temporary: None, made };
        fs::create_dir_all(above).map_err(|source| cannot_write(above, source))?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".bosett-");
        #[cfg(unix)]
        {
            // A temporary folder is private by default, and this one is to be an ordinary folder.
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o777));
        }
        let temporary = builder.tempdir_in(above).map_err(|source| cannot_write(above, source))?;
        folder.temporary = Some(temporary);
        Ok(folder)
    }

    /// Says what it will be called, beside the name it has now.
    pub(super) fn name(&mut self, out: &Path) {
        self.out = out.to_owned();
    }

    /// Where it is now.
    pub fn path(&self) -> &Path {
        self.temporary.as_ref().expect("it is there until published or dropped").path()
    }

    /// Gives the folder its final name and returns it.
    pub fn publish(mut self) -> Result<PathBuf, FolderError> {
        refuse_existing(&self.out)?;
        fs::rename(self.path(), &self.out).map_err(|source| cannot_write(&self.out, source))?;
        if let Some(temporary) = self.temporary.take() {
            // Nothing has that name any more, so there is nothing to remove either.
            let _ = temporary.keep();
        }
        self.made.clear();
        Ok(self.out.clone())
    }
}

impl Drop for UnpublishedFolder {
    fn drop(&mut self) {
        drop(self.temporary.take());
        for made in &self.made {
            // Stays if somebody else has put something there meanwhile.
            let _ = fs::remove_dir(made);
        }
    }
}

fn refuse_existing(out: &Path) -> Result<(), FolderError> {
    // Also a link that leads nowhere is something.
    match fs::symlink_metadata(out) {
        Ok(_) => Err(FolderError::Exists { path: out.to_owned() }),
        Err(_) => Ok(()),
    }
}
