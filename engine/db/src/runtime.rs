//! Modules that Nexxo brings along: the helpers of linked code and those of lowered syntax.

use nexxo_base::options::{OutputFormat, Platform};

use crate::database::Db;
use crate::inputs::{Module, Variant};

/// What the paths of the runtime's modules start with.
pub(crate) const FOLDER: &str = "nexxo/runtime";

/// Helpers whose text does not depend on the output.
const COMMON: &str = include_str!("runtime/common.js");
/// `require` of an output that has none of its own.
const REQUIRE_NONE: &str = include_str!("runtime/require-none.js");
/// `require` in an ES module for Node.
const REQUIRE_NODE: &str = include_str!("runtime/require-node.js");

/// The module of runtime helpers for the workspace's output.
pub fn module(db: &dyn Db) -> Module {
    let options = db.shared().workspace().output_options(db);
    let node = options.platform == Platform::Node && options.format == OutputFormat::Esm;
    let (name, require) = if node { ("-node", REQUIRE_NODE) } else { ("", REQUIRE_NONE) };
    let file = db.shared().virtual_file(db, &format!("{FOLDER}{name}.js"), format!("{require}{COMMON}"));
    db.shared().module(db, file, Variant::Auto)
}

/// A function from names to the texts of `runtime/helpers/`.
macro_rules! helpers {
    ($($name:literal),* $(,)?) => {
        /// The source of a helper of lowered syntax (`objectSpread2`, …), if there is one by that name.
        ///
        /// They are ES modules of ES2015 syntax without effects, import each other under the same names, and give
        /// their function to `require` too, which is how a lowered CommonJS module asks for it.
        pub fn lowering_helper(name: &str) -> Option<&'static str> {
            match name {
                $($name => Some(include_str!(concat!("runtime/helpers/", $name, ".js"))),)*
                _ => None,
            }
        }
    };
}

helpers! {
    "assertClassBrand",
    "asyncGeneratorDelegate",
    "asyncGeneratorSignal",
    "asyncIterator",
    "asyncToGenerator",
    "awaitAsyncGenerator",
    "checkInRHS",
    "classPrivateFieldGet2",
    "classPrivateFieldInitSpec",
    "classPrivateFieldLooseBase",
    "classPrivateFieldLooseKey",
    "classPrivateFieldSet2",
    "classPrivateMethodInitSpec",
    "copyDataProperties",
    "decorate",
    "decorateClass",
    "decorateMetadata",
    "decorateParam",
    "defineProperty",
    "extends",
    "inlineWorker",
    "objectDestructuringEmpty",
    "objectSpread2",
    "objectWithoutProperties",
    "readOnlyError",
    "superPropGet",
    "superPropSet",
    "taggedTemplateLiteral",
    "toBinary",
    "toPropertyKey",
    "toSetter",
    "usingCtx",
    "wasmInstance",
    "wrapAsyncGenerator",
    "writeOnlyError",
}
