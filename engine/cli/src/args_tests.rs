use super::*;

fn refusal(line: &[&str]) -> (i32, String) {
    let error = try_parse(line.iter().map(OsString::from).collect()).unwrap_err();
    (error.exit_code(), error.to_string())
}

#[test]
fn the_command_is_sound() {
    Cli::command().debug_assert();
}

#[test]
fn optional_values_and_esbuild_spellings() {
    let args = test_args(&["a.ts", "--minify", "b=c.ts", "--sourcemap", "--define:A=\"x=y\"", "--external:p,q"]);
    assert_eq!(args.input.entries, ["a.ts", "b=c.ts"]);
    assert_eq!((args.code.minify, args.output.sourcemap), (Some(Minifying::On), Some(SourceMapMode::Linked)));
    assert_eq!(args.code.define, [("A".to_string(), "\"x=y\"".to_string())]);
    assert_eq!(args.resolution.external, ["p,q"]);
    let args = test_args(&["--splitting=false", "--sourcemap=hidden", "--conditions", "a,b", "--banner=--x"]);
    assert_eq!((args.output.splitting, args.output.sourcemap), (Some(false), Some(SourceMapMode::Hidden)));
    assert_eq!(args.resolution.conditions.unwrap(), ["a", "b"]);
    assert_eq!(args.output.banner.unwrap(), "--x");
}

#[test]
fn wrong_usage_names_the_nearest() {
    let (code, text) = refusal(&["nexxo", "build", "--mimify"]);
    assert!(code == 2 && text.contains("'--minify'"), "{text}");
    let (code, text) = refusal(&["nexxo", "build", "--format", "emm"]);
    assert!(code == 2 && text.contains("esm, cjs, iife, umd") && text.contains("'esm'"), "{text}");
    let (code, text) = refusal(&["nexxo", "biuld"]);
    assert!(code == 2 && text.contains("'build'"), "{text}");
    let (code, text) = refusal(&["nexxo", "build", "--define", "K"]);
    assert!(code == 2 && text.contains("NAME=VALUE"), "{text}");
    assert_eq!(refusal(&["nexxo"]).0, 2);
    assert_eq!(refusal(&["nexxo", "build", "--threads", "0"]).0, 2);
    let (code, text) = refusal(&["nexxo", "--version"]);
    assert_eq!((code, text.as_str()), (0, "nexxo 0.1.0\n"));
}
