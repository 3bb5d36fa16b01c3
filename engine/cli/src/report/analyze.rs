//! `--analyze`: what each output is made of, from the metafile.

use serde_json::Value;

use super::sizes::kilobytes;

/// Inputs that are listed for each output; the rest is added up. As many as fit a screen.
const INPUTS: usize = 20;

/// An input and the bytes that it gave.
type Part<'m> = (&'m str, u64);

/// The outputs, largest first, each with the inputs that gave most to it.
pub(crate) fn analyze(metafile: &str) -> String {
    let meta: Value = serde_json::from_str(metafile).unwrap_or_default();
    let size = |value: &Value, key: &str| value.get(key).and_then(Value::as_u64).unwrap_or_default();
    let mut outputs: Vec<(&str, u64, Vec<Part<'_>>)> = Vec::new();
    for (path, output) in meta["outputs"].as_object().into_iter().flatten() {
        let inputs = output["inputs"].as_object().into_iter().flatten();
        let mut inputs: Vec<Part<'_>> =
            inputs.map(|(path, input)| (path.as_str(), size(input, "bytesInOutput"))).collect();
        inputs.sort_by_key(|&(path, bytes)| (std::cmp::Reverse(bytes), path));
        if !inputs.is_empty() {
            outputs.push((path, size(output, "bytes"), inputs));
        }
    }
    outputs.sort_by_key(|(path, bytes, _)| (std::cmp::Reverse(*bytes), *path));
    let mut out = String::new();
    for (path, total, inputs) in outputs {
        out += &format!("\n{path}  {}\n", kilobytes(total as usize));
        let share = |part: u64| 100.0 * part as f64 / total.max(1) as f64;
        for (path, part) in inputs.iter().take(INPUTS) {
            out += &format!("  {:>10}  {:>5.1}%  {path}\n", kilobytes(*part as usize), share(*part));
        }
        if let Some(more) = inputs.get(INPUTS..).filter(|more| !more.is_empty()) {
            let part = more.iter().map(|(_, bytes)| bytes).sum();
            let label = format!("{} more", more.len());
            out += &format!("  {:>10}  {:>5.1}%  {label}\n", kilobytes(part as usize), share(part));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn largest_first() {
        let meta = r#"{ "outputs": {
            "dist/a.js": { "bytes": 1000, "inputs": { "x.js": { "bytesInOutput": 100 }, "y.js": { "bytesInOutput": 900 } } },
            "dist/b.js": { "bytes": 5000, "inputs": { "z.js": { "bytesInOutput": 5000 } } },
            "dist/a.js.map": { "bytes": 9, "inputs": {} } } }"#;
        let text = analyze(meta);
        let at = |text: &str, part: &str| text.find(part).unwrap_or_else(|| panic!("{part} in {text}"));
        assert!(at(&text, "dist/b.js") < at(&text, "dist/a.js"));
        assert!(at(&text, "90.0%  y.js") < at(&text, "10.0%  x.js"));
        assert!(!text.contains(".map"));
    }
}
