//! What is kept between runs, and under which names.

use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use memchr::memmem;
use nexxo_base::Fingerprint;
use nexxo_base::options::CompileOptions;
use nexxo_store::{Key, Kind, Store};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Names this build of the engine: what another one made of the same text may be something else.
const BUILD: &str = env!("NEXXO_ENGINE_BUILD");

/// Replacements by the identifier that their names begin with, or by `meta` where that is `import`, which is everywhere.
fn defines(all: &[(String, String)]) -> Vec<(String, Fingerprint)> {
    let head = |(name, _): &(String, String)| {
        let mut parts = name.split('.').skip_while(|part| *part == "import");
        parts.next().unwrap_or_default().to_owned()
    };
    all.chunk_by(|a, b| head(a) == head(b)).map(|of_one| (head(&of_one[0]), Fingerprint::of_hash(of_one))).collect()
}

/// The rows that one set of options leads to.
pub struct Rows {
    store: Arc<Store>,
    /// Of this build and of the options that compiling any module depends on.
    options: Fingerprint,
    /// The texts that modules must hold for replacements to matter to them, each with the hash of those replacements.
    defines: Vec<(String, Fingerprint)>,
    used: Mutex<Vec<Key>>,
}

impl Rows {
    /// The rows in `store` for modules compiled with these options.
    pub(crate) fn new(store: Arc<Store>, options: &CompileOptions) -> Self {
        let defines = defines(&options.define);
        // Where injected files lie is not what a module is compiled with: what they export is.
        let options = CompileOptions { inject: Vec::new(), define: Vec::new(), ..options.clone() };
        Self { store, options: Fingerprint::of_hash(&(BUILD, options)), defines, used: Mutex::default() }
    }

    /// The replacements that may matter to a text. The mode and the base are such, and most modules ask for neither.
    pub(crate) fn defines_for(&self, text: &str) -> Vec<Fingerprint> {
        let is_escaped = memmem::find(text.as_bytes(), b"\\u").is_some();
        let matters =
            |(head, _): &&(String, Fingerprint)| is_escaped || memmem::find(text.as_bytes(), head.as_bytes()).is_some();
        self.defines.iter().filter(matters).map(|(_, replacements)| *replacements).collect()
    }

    /// What was made of `what` before, or what `make` makes of it now, which is kept.
    pub(crate) fn keep<T: Serialize + DeserializeOwned>(
        &self,
        kind: Kind,
        what: &(impl Hash + ?Sized),
        make: impl FnOnce() -> T,
    ) -> T {
        let key = (kind, Fingerprint::of_hash(&(self.options, what)));
        if self.store.writes() {
            self.used.lock().unwrap_or_else(PoisonError::into_inner).push(key);
        }
        if let Some(found) = self.store.get(key, |row| postcard::from_bytes(row).ok()) {
            return found;
        }
        let made = make();
        if self.store.writes()
            && let Ok(row) = postcard::to_stdvec(&made)
        {
            self.store.put(key, row);
        }
        made
    }

    /// The rows that were asked for since this was asked last, sorted.
    pub(crate) fn take_used(&self) -> Vec<Key> {
        let mut used = std::mem::take(&mut *self.used.lock().unwrap_or_else(PoisonError::into_inner));
        used.sort_unstable();
        used.dedup();
        used
    }
}
