//! A folder as `nexxo check` sees it, for who has no command line: the language server.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use nexxo_base::Diagnostic;
use nexxo_base::options::BuildOptions;
use nexxo_host::share::Place;
use nexxo_vfs::System;

use crate::args::BuildArgs;
use crate::build::system;
use crate::delivery::overrule;
use crate::options::{self, Plan};
use crate::workspace;
use crate::world::World;

/// What a folder's configuration says.
pub struct Project {
    plan: Plan,
    world: World,
}

impl Project {
    /// Reads the configuration of a folder.
    ///
    /// # Errors
    /// When there is nothing to build, or the configuration is wrong.
    pub fn read(folder: &Path, mode: Option<String>) -> Result<Self, Vec<Diagnostic>> {
        let world = World { cwd: folder.to_path_buf(), ..World::of_process() };
        let mut args = BuildArgs::default();
        args.input.mode = mode;
        let plan = options::plan(&args, &world)?;
        Ok(Self { plan, world })
    }

    /// What the engine is asked.
    pub fn options(&self) -> &BuildOptions {
        &self.plan.options
    }

    /// The files as the engine is to see them.
    pub fn system(&self) -> Arc<dyn System> {
        system(&self.plan, &self.world)
    }

    /// Adds what is doubtful about the options, and gives all diagnostics the weights that the configuration chooses.
    pub fn complete(&self, diagnostics: &mut Vec<Diagnostic>) {
        diagnostics.extend(self.plan.warnings.iter().cloned());
        self.weigh(diagnostics);
    }

    /// Gives diagnostics the weights that the configuration chooses.
    pub fn weigh(&self, diagnostics: &mut Vec<Diagnostic>) {
        overrule(diagnostics, &self.plan.log_override);
        Diagnostic::sort(diagnostics);
    }

    /// Whether what a file says may be part of the options.
    pub fn is_of_options(&self, path: &Path) -> bool {
        self.plan.is_of_options(path)
    }

    /// Whether another reading comes to the same.
    pub fn is_as(&self, other: &Self) -> bool {
        self.plan.is_as(&other.plan)
    }

    /// Where the engine of the folder's `nexxo dev` is found.
    pub fn place(&self) -> Place {
        workspace::place(&self.plan.options.root, &self.world)
    }

    /// The folders in which files lie that options are read from.
    pub fn folders(&self) -> Vec<PathBuf> {
        self.plan.option_folders().collect()
    }
}
