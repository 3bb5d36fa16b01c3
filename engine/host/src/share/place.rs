//! Where the engine of a workspace is found.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use interprocess::local_socket::{Name, ToFsName};
use nexxo_base::Fingerprint;
use serde::{Deserialize, Serialize};

/// The folder of one workspace, among those of one user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    folder: PathBuf,
    name: String,
}

/// What a session must know to be let in.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Ticket {
    pub(super) version: String,
    pub(super) token: String,
}

impl Place {
    /// The place of the workspace in `root`, a real path, below `runtime`, a folder for sockets (`XDG_RUNTIME_DIR`, or the one
    /// for temporary files). Its path is short, as paths of sockets may have about a hundred bytes.
    pub fn of(root: &Path, runtime: &Path) -> Self {
        let name = format!("nexxo-{}", Fingerprint::of(root.as_os_str().as_encoded_bytes()).short(16));
        Self { folder: runtime.join(&name), name }
    }

    /// The version of the engine that is there, or was there last.
    pub fn version(&self) -> Option<String> {
        self.read_ticket().map(|ticket| ticket.version)
    }

    /// Takes the place for this process, until the file is closed. `None` while another process has it.
    pub(super) fn take(&self) -> io::Result<Option<File>> {
        match fs::DirBuilder::new().private().create(&self.folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(self.folder.join("lock"))?;
        private::check(&self.folder, &lock)?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(lock)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// The name of the socket.
    pub(super) fn socket(&self) -> io::Result<Name<'static>> {
        use interprocess::local_socket::GenericFilePath;
        match cfg!(windows) {
            true => format!(r"\\.\pipe\{}", self.name).to_fs_name::<GenericFilePath>(),
            false => self.folder.join("socket").to_fs_name::<GenericFilePath>(),
        }
    }

    /// Removes the socket of a process that is gone.
    pub(super) fn clear(&self) {
        // Where there is none, there is nothing to do.
        drop(fs::remove_file(self.folder.join("socket")));
    }

    pub(super) fn write_ticket(&self, ticket: &Ticket) -> io::Result<()> {
        let unfinished = self.folder.join("ticket.unfinished");
        let mut options = OpenOptions::new();
        let file = options.create(true).truncate(true).write(true).private().open(&unfinished)?;
        serde_json::to_writer(file, ticket)?;
        fs::rename(unfinished, self.folder.join("ticket"))
    }

    /// `None` where no engine ever was.
    pub(super) fn read_ticket(&self) -> Option<Ticket> {
        serde_json::from_reader(File::open(self.folder.join("ticket")).ok()?).ok()
    }
}

use private::Private;

/// Files and folders that only their owner can look at.
#[cfg(unix)]
mod private {
    use std::fs::{DirBuilder, File, OpenOptions, metadata};
    use std::io;
    use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
    use std::path::Path;

    pub(super) trait Private {
        fn private(&mut self) -> &mut Self;
    }

    impl Private for DirBuilder {
        fn private(&mut self) -> &mut Self {
            self.mode(0o700)
        }
    }

    impl Private for OpenOptions {
        fn private(&mut self) -> &mut Self {
            self.mode(0o600)
        }
    }

    /// Whether a folder belongs to whoever made a file in it, and is closed to others: in a folder for temporary files
    /// somebody else may have been there first.
    #[expect(clippy::disallowed_methods, reason = "the folder is no part of the world that is bundled")]
    pub(super) fn check(folder: &Path, file: &File) -> io::Result<()> {
        let (folder, file) = (metadata(folder)?, file.metadata()?);
        if folder.uid() == file.uid() && folder.mode() & 0o077 == 0 {
            return Ok(());
        }
        Err(io::Error::new(io::ErrorKind::PermissionDenied, "the folder of the engine's socket is open to others"))
    }
}

#[cfg(not(unix))]
mod private {
    use std::fs::{DirBuilder, File, OpenOptions};
    use std::io;
    use std::path::Path;

    pub(super) trait Private {
        fn private(&mut self) -> &mut Self {
            self
        }
    }

    impl Private for DirBuilder {}
    impl Private for OpenOptions {}

    pub(super) fn check(_folder: &Path, _file: &File) -> io::Result<()> {
        Ok(())
    }
}
