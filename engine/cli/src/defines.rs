//! What global names stand for: those of the user, `import.meta.env` and `process.env.NODE_ENV`.

use std::collections::BTreeMap;

use crate::env::Variables;
use crate::jsonc::quote;

/// Names and the expressions that take their place.
pub(crate) struct Defines {
    /// Sorted by name.
    pub(crate) define: Vec<(String, String)>,
    /// Variables of `.env` files that code for browsers does not get. Sorted.
    pub(crate) private_env: Vec<String>,
    /// What `NODE_ENV` is: as defined, else as a `.env` file says, else the mode.
    pub(crate) node_env: String,
}

/// Puts the user's defines, later ones first in weight, over those that code for browsers may rely on. `base` is what
/// `import.meta.env.BASE_URL` is, and `None` where the code is not for browsers.
pub(crate) fn collect(own: Vec<(String, String)>, variables: Variables, mode: &str, base: Option<&str>) -> Defines {
    let defined = own.iter().rev().find(|(name, _)| name == "process.env.NODE_ENV");
    let defined = defined.and_then(|(_, value)| serde_json::from_str::<String>(value).ok());
    let node_env = defined.or(variables.node_env).unwrap_or_else(|| mode.to_owned());
    let mut all = BTreeMap::new();
    if let Some(base) = base {
        let production = node_env == "production";
        let mut object: BTreeMap<String, String> = BTreeMap::from([
            ("BASE_URL".into(), quote(base)),
            ("DEV".into(), (!production).to_string()),
            ("MODE".into(), quote(mode)),
            ("PROD".into(), production.to_string()),
            ("SSR".into(), "false".into()),
        ]);
        object.extend(variables.public.into_iter().map(|(name, value)| (name, quote(&value))));
        for (name, value) in &own {
            if let Some(name) = name.strip_prefix("import.meta.env.").filter(|name| !name.contains('.')) {
                object.insert(name.to_owned(), value.clone());
            }
        }
        let fields: Vec<String> = object.iter().map(|(name, value)| format!("{}:{value}", quote(name))).collect();
        all.insert("process.env.NODE_ENV".into(), quote(&node_env));
        all.insert("import.meta.env".into(), format!("{{{}}}", fields.join(",")));
        all.extend(object.into_iter().map(|(name, value)| (format!("import.meta.env.{name}"), value)));
    }
    all.extend(own);
    let is_defined = |name: &String| all.contains_key(&format!("import.meta.env.{name}"));
    let private_env = if base.is_some() { variables.private } else { Vec::new() };
    let private_env = private_env.into_iter().filter(|name| !is_defined(name)).collect();
    Defines { private_env, define: all.into_iter().collect(), node_env }
}
