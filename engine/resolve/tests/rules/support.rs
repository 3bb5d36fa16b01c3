//! A tree in memory, options, and one way to ask and compare.

use std::{path::Path, sync::Arc};

use nexxo_base::{
    module::ImportKind,
    options::{Platform, ResolveOptions},
    path::{normalize, relative},
};
use nexxo_resolve::{Resolution, Resolver, Target};
use nexxo_vfs::MemorySystem;

/// A tree below `/app`, which is the root, and how it is asked.
pub(crate) struct World {
    pub(crate) system: Arc<MemorySystem>,
    pub(crate) options: ResolveOptions,
    importer: &'static str,
    kind: ImportKind,
}

/// A project with these files (paths without `/` at the start are below the root); asked by an `import` of
/// `src/main.ts` for browsers.
pub(crate) fn world(files: &[(&str, &str)]) -> World {
    let system = MemorySystem::new(files.iter().map(|(path, text)| (normalize(&Path::new("/app").join(path)), text)));
    system.set("/app/src/main.ts", "");
    let options = ResolveOptions { root: "/app".into(), production: Some(true), ..ResolveOptions::default() };
    World { system: Arc::new(system), options, importer: "src/main.ts", kind: ImportKind::Import }
}

/// Asks the plain world of [`world`].
pub(crate) fn check(files: &[(&str, &str)], specifier: &str, expected: &str) {
    world(files).gives(specifier, expected);
}

impl World {
    pub(crate) fn from(mut self, importer: &'static str) -> Self {
        self.importer = importer;
        self
    }

    pub(crate) fn kind(mut self, kind: ImportKind) -> Self {
        self.kind = kind;
        self
    }

    pub(crate) fn platform(mut self, platform: Platform) -> Self {
        self.options.platform = platform;
        self
    }

    pub(crate) fn options(mut self, change: impl FnOnce(&mut ResolveOptions)) -> Self {
        change(&mut self.options);
        self
    }

    pub(crate) fn link(self, path: &str, target: &str) -> Self {
        self.system.link(Path::new("/app").join(path), target);
        self
    }

    pub(crate) fn resolver(&self) -> Resolver {
        Resolver::new(&self.options, self.system.clone())
    }

    pub(crate) fn resolve(&self, specifier: &str) -> Resolution {
        self.resolver().resolve(&Path::new("/app").join(self.importer), specifier, self.kind)
    }

    /// Asks, and compares the answer as text: a path below the root, or a word and what it is about; a failure is its
    /// message, its steps and its help, one a line.
    #[track_caller]
    pub(crate) fn gives(&self, specifier: &str, expected: &str) -> &Self {
        let resolver = self.resolver();
        let importer = Path::new("/app").join(self.importer);
        // Asked twice: what was learned from the first answer must not change the second.
        for _ in 0..2 {
            let resolution = resolver.resolve(&importer, specifier, self.kind);
            assert_eq!(show(&resolver, resolution), expected, "for {specifier:?}");
        }
        self
    }

    #[track_caller]
    pub(crate) fn entry_gives(&self, entry: &str, expected: &str) -> &Self {
        let resolver = self.resolver();
        assert_eq!(show(&resolver, resolver.resolve_entry(Path::new("/app"), entry)), expected, "for {entry:?}");
        self
    }
}

fn show(resolver: &Resolver, resolution: Resolution) -> String {
    match resolution.target {
        Ok(Target::File { path, query }) => {
            let side_effects = resolver.package_of(&path).is_none_or(|package| package.has_side_effects(&path));
            let pure = if side_effects { "" } else { " pure" };
            format!("{}{}{pure}", relative(Path::new("/app"), &path), query.unwrap_or_default())
        }
        Ok(Target::External { specifier }) => format!("external {specifier}"),
        Ok(Target::ExternalFile { path, query }) => {
            format!("external file {}{}", relative(Path::new("/app"), &path), query.unwrap_or_default())
        }
        Ok(Target::Public { url }) => format!("public {url}"),
        Ok(Target::Data { mime, bytes }) => format!("data {mime} {}", String::from_utf8_lossy(&bytes)),
        Ok(Target::Disabled) => "disabled".into(),
        Err(failure) => {
            let steps = failure.steps.iter().map(|step| format!("\n- {step}")).collect::<String>();
            let help = failure.help.map(|help| format!("\n= {help}")).unwrap_or_default();
            format!("{}{steps}{help}", failure.message)
        }
    }
}
