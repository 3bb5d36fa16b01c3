//! From a specifier to a file, by Node's, TypeScript's and package.json's rules. Never reads a module's text.
//!
//! A [`Resolver`] answers for one set of options over one [`System`](nexxo_vfs::System). The order of the rules:
//!
//! 1. `--alias`, the longest key first;
//! 2. URLs, `data:` URLs, `--external`, modules of Node.js on the platform node;
//! 3. `/x`: a file of the public folder, then a file under the root, then an absolute path;
//! 4. in CSS, HTML and `new URL()`: a bare `x` as if it were `./x`;
//! 5. tsconfig `paths` and `baseUrl`, then Node's rules with package.json `imports`, `exports`, `browser` and the
//!    main fields (done by `oxc_resolver`, of which this crate is the only user).
//!
//! What fails is a [`Failure`] that says what was tried and what was likely meant.

mod alias;
mod builtins;
mod engines;
mod explain;
mod external;
mod files;
mod glob;
mod package;
mod resolver;
mod search;
mod shortcuts;
mod spelling;
mod target;
mod tsconfig;
mod url;

pub use builtins::is_node_builtin;
pub use glob::matches_glob;
pub use package::{Package, SideEffects};
pub use resolver::Resolver;
pub use target::{Failure, FailureKind, Resolution, Target};
pub use tsconfig::{TsConfig, TsConfigProblem};
pub use url::UrlTarget;
