//! WebAssembly as an ES module: what a binary imports and exports, which its first sections say.
//!
//! Only these sections are read. That the rest is as it must be is for the engine to find out that compiles it, but for one
//! thing: a file that was cut off is told from a whole one.

use nexxo_base::Set;

use crate::json::{is_binding_name, push_string};

/// What every binary starts with: the magic number and the version.
const HEADER: &[u8] = b"\0asm\x01\0\0\0";

/// The sections but custom ones, in the order in which they may come.
const SECTIONS: [u8; 13] = [1, IMPORTS, FUNCTIONS, 4, 5, 13, 6, EXPORTS, 8, 9, DATA_COUNT, CODE, DATA];
const CUSTOM: u8 = 0;
const IMPORTS: u8 = 2;
const FUNCTIONS: u8 = 3;
const EXPORTS: u8 = 7;
const CODE: u8 = 10;
const DATA: u8 = 11;
const DATA_COUNT: u8 = 12;

/// The kind of a global, as imports and exports have it.
const GLOBAL: u8 = 3;

/// Modules of imports that the engine gives itself: strings of the language.
const BUILT_IN: [&str; 2] = ["wasm:js-string", "wasm:js/string-constants"];

/// The source of an ES module that makes an instance of the binary in the file called `file`, beside which it stands, from
/// what the modules that the binary names export, and exports what the instance does: of a global its value.
///
/// # Errors
/// When it is no WebAssembly module: why.
pub fn js_source(bytes: &[u8], file: &str) -> Result<String, &'static str> {
    let Wasm { imports, exports } = Wasm::read(bytes)?;
    let mut prefix = String::from("wasm_");
    while exports.iter().any(|export| export.name.starts_with(&prefix)) {
        prefix.push('_');
    }
    let mut made = 0;
    let mut made_up = || {
        made += 1;
        format!("{prefix}{made}")
    };

    let mut out = format!("import {prefix}init from ");
    push_string(&mut out, &format!("./{file}?init"));
    out.push_str(";\n");
    let mut given = String::new();
    for (module, names) in &imports {
        push_key(&mut given, module);
        given.push_str("{ ");
        out.push_str("import { ");
        for name in names {
            let local = made_up();
            push_name(&mut out, name);
            out.push_str(&format!(" as {local}, "));
            push_key(&mut given, name);
            given.push_str(&format!("{local}, "));
        }
        given.push_str("}, ");
        out.push_str("} from ");
        push_string(&mut out, module);
        out.push_str(";\n");
    }

    let mut taken = String::new();
    let mut values = String::new();
    let mut handed_out = String::new();
    for Export { name, is_global } in &exports {
        let local = if is_binding_name(name) { (*name).to_string() } else { made_up() };
        push_key(&mut taken, name);
        if *is_global {
            let global = made_up();
            taken.push_str(&format!("{global}, "));
            values.push_str(&format!("const {local} = {prefix}value({global});\n"));
        } else {
            taken.push_str(&format!("{local}, "));
        }
        handed_out.push_str(&format!("{local} as "));
        push_name(&mut handed_out, name);
        handed_out.push_str(", ");
    }
    out.push_str(&format!("const {{ {taken}}} = (await {prefix}init({{ {given}}})).exports;\n"));
    if !values.is_empty() {
        // A vector has no value that code can read.
        out.push_str(&format!("const {prefix}value = (it) => {{ try {{ return it.value; }} catch {{}} }};\n{values}"));
    }
    out.push_str(&format!("export {{ {handed_out}}};\n"));
    Ok(out)
}

/// Appends the key of an object or of a pattern, with its colon. `__proto__` as it stands would set an object's prototype.
fn push_key(out: &mut String, name: &str) {
    if name == "__proto__" {
        out.push_str("[\"__proto__\"]");
    } else {
        push_name(out, name);
    }
    out.push_str(": ");
}

/// Appends a name as it stands in braces: of an import, of an export, of a property.
fn push_name(out: &mut String, name: &str) {
    if is_binding_name(name) {
        out.push_str(name);
    } else {
        push_string(out, name);
    }
}

/// What a binary says of itself.
#[derive(Debug)]
struct Wasm<'b> {
    /// The names that are imported, once each, by module, in order.
    imports: Vec<(&'b str, Vec<&'b str>)>,
    exports: Vec<Export<'b>>,
}

#[derive(Debug)]
struct Export<'b> {
    name: &'b str,
    is_global: bool,
}

impl<'b> Wasm<'b> {
    fn read(bytes: &'b [u8]) -> Result<Self, &'static str> {
        let Some(rest) = bytes.strip_prefix(HEADER) else {
            return Err(match bytes {
                [] => "it is empty",
                _ if HEADER.starts_with(bytes) => CUT,
                [b'\0', b'a', b's', b'm', 0x0d, 0, 1, 0, ..] => "it is a component",
                _ => "it does not start with `\\0asm` and version 1",
            });
        };
        let mut wasm = Self { imports: Vec::new(), exports: Vec::new() };
        let mut reader = Reader { rest };
        let mut last = None;
        // Functions and their code, and segments of data, are counted in two places.
        let (mut functions, mut bodies, mut segments, mut data) = (0, 0, None, 0);
        while !reader.rest.is_empty() {
            let id = reader.byte()?;
            let size = reader.number()?;
            let mut section = Reader { rest: reader.bytes(size)? };
            if id == CUSTOM {
                continue;
            }
            let place = SECTIONS.iter().position(|&it| it == id).ok_or("it has a section of an unknown kind")?;
            if last.replace(place).is_some_and(|last| last >= place) {
                return Err("its sections are not in order");
            }
            match id {
                IMPORTS => wasm.imports = section.imports()?,
                EXPORTS => wasm.exports = section.exports()?,
                FUNCTIONS => functions = section.number()?,
                CODE => bodies = section.number()?,
                DATA_COUNT => segments = Some(section.number()?),
                DATA => data = section.number()?,
                _ => {}
            }
        }
        if functions != bodies || segments.is_some_and(|segments| segments != data) { Err(CUT) } else { Ok(wasm) }
    }
}

const CUT: &str = "it ends too early";

/// What is left of a binary, or of a section of it.
struct Reader<'b> {
    rest: &'b [u8],
}

impl<'b> Reader<'b> {
    fn bytes(&mut self, count: u32) -> Result<&'b [u8], &'static str> {
        let (taken, rest) = self.rest.split_at_checked(count as usize).ok_or(CUT)?;
        self.rest = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, &'static str> {
        Ok(self.bytes(1)?[0])
    }

    /// A number without sign of up to 32 bits: seven in each byte, the lowest first.
    fn number(&mut self) -> Result<u32, &'static str> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return u32::try_from(number).map_err(|_| "a number in it is too large");
            }
        }
        Err("a number in it is too long")
    }

    /// Passes over a number of up to 64 bits, with or without sign.
    fn skip_number(&mut self) -> Result<(), &'static str> {
        for _ in 0..10 {
            if self.byte()? & 0x80 == 0 {
                return Ok(());
            }
        }
        Err("a number in it is too long")
    }

    fn name(&mut self) -> Result<&'b str, &'static str> {
        let size = self.number()?;
        std::str::from_utf8(self.bytes(size)?).map_err(|_| "a name in it is not UTF-8")
    }

    fn imports(&mut self) -> Result<Vec<(&'b str, Vec<&'b str>)>, &'static str> {
        let mut imports: Vec<(&str, Vec<&str>)> = Vec::new();
        let mut seen = Set::default();
        for _ in 0..self.number()? {
            let (module, name) = (self.name()?, self.name()?);
            self.skip_type()?;
            if BUILT_IN.contains(&module) || !seen.insert((module, name)) {
                continue;
            }
            match imports.iter_mut().find(|(known, _)| *known == module) {
                Some((_, names)) => names.push(name),
                None => imports.push((module, vec![name])),
            }
        }
        self.end()?;
        Ok(imports)
    }

    /// Passes over what an import must be.
    fn skip_type(&mut self) -> Result<(), &'static str> {
        const FUNCTION: u8 = 0;
        const TABLE: u8 = 1;
        const MEMORY: u8 = 2;
        const TAG: u8 = 4;
        match self.byte()? {
            FUNCTION => self.skip_number(),
            TABLE => {
                self.skip_value_type()?;
                self.skip_limits()
            }
            MEMORY => self.skip_limits(),
            GLOBAL => {
                self.skip_value_type()?;
                self.skip_number()
            }
            TAG => {
                self.skip_number()?;
                self.skip_number()
            }
            _ => Err("it imports something of an unknown kind"),
        }
    }

    fn skip_value_type(&mut self) -> Result<(), &'static str> {
        /// References to a type that follows, which may be null or not.
        const REFERENCES: [u8; 2] = [0x63, 0x64];
        if REFERENCES.contains(&self.byte()?) { self.skip_number() } else { Ok(()) }
    }

    /// Of a table or a memory: how large it is at least, and what else its flags say.
    fn skip_limits(&mut self) -> Result<(), &'static str> {
        const HAS_MOST: u8 = 1;
        const HAS_PAGE_SIZE: u8 = 8;
        let flags = self.byte()?;
        self.skip_number()?;
        for flag in [HAS_MOST, HAS_PAGE_SIZE] {
            if flags & flag != 0 {
                self.skip_number()?;
            }
        }
        Ok(())
    }

    fn exports(&mut self) -> Result<Vec<Export<'b>>, &'static str> {
        let mut exports = Vec::new();
        let mut seen = Set::default();
        for _ in 0..self.number()? {
            let (name, kind) = (self.name()?, self.byte()?);
            self.number()?;
            if !seen.insert(name) {
                return Err("it exports two things under one name");
            }
            exports.push(Export { name, is_global: kind == GLOBAL });
        }
        self.end()?;
        Ok(exports)
    }

    fn end(&self) -> Result<(), &'static str> {
        if self.rest.is_empty() { Ok(()) } else { Err("a section of it is longer than what is in it") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(id: u8, content: &[u8]) -> Vec<u8> {
        [&[id, content.len() as u8], content].concat()
    }

    fn module(sections: &[Vec<u8>]) -> Vec<u8> {
        [HEADER, &sections.concat()].concat()
    }

    /// `(import "./a.js" "f" (func))`, a table, a memory, a global and a tag; a function, and a global that is exported.
    fn whole() -> Vec<u8> {
        let imports = [
            &b"\x07\x06./a.js\x01f\x00\x00"[..],
            b"\x06./a.js\x01t\x01\x63\x70\x05\x01\x80\x80\x04",
            b"\x06./a.js\x09__proto__\x02\x00\x01",
            b"\x03b-c\x07default\x03\x7f\x01",
            b"\x06./a.js\x01f\x00\x00",
            b"\x03b-c\x01e\x04\x00\x00",
            b"\x0ewasm:js-string\x06length\x00\x00",
        ];
        module(&[
            section(1, b"\x01\x60\x00\x00"),
            section(IMPORTS, &imports.concat()),
            section(FUNCTIONS, b"\x01\x00"),
            section(6, b"\x01\x7f\x00\x41\x07\x0b"),
            section(CUSTOM, b"\x04name"),
            section(EXPORTS, b"\x04\x03run\x00\x01\x04base\x03\x01\x03b-c\x00\x00\x00\x00\x00"),
            section(DATA_COUNT, b"\x01"),
            section(CODE, b"\x01\x02\x00\x0b"),
            section(DATA, b"\x01\x00\x41\x00\x0b\x01x"),
        ])
    }

    #[test]
    fn imports_and_exports() {
        let text = js_source(&whole(), "a.wasm").unwrap();
        let expected = r#"import wasm_init from "./a.wasm?init";
import { f as wasm_1, t as wasm_2, __proto__ as wasm_3, } from "./a.js";
import { "default" as wasm_4, e as wasm_5, } from "b-c";
const { run: run, base: wasm_6, "b-c": wasm_7, "": wasm_8, } = (await wasm_init({ "./a.js": { f: wasm_1, t: wasm_2, ["__proto__"]: wasm_3, }, "b-c": { "default": wasm_4, e: wasm_5, }, })).exports;
const wasm_value = (it) => { try { return it.value; } catch {} };
const base = wasm_value(wasm_6);
export { run as run, base as base, wasm_7 as "b-c", wasm_8 as "", };
"#;
        assert_eq!(text, expected);
        let taken = module(&[section(EXPORTS, b"\x02\x09wasm_init\x02\x00\x03a b\x02\x00")]);
        let text = js_source(&taken, "a.wasm").unwrap();
        assert!(text.contains("wasm_init: wasm_init, \"a b\": wasm__1,"), "{text}");
        assert_eq!(Wasm::read(HEADER).unwrap().exports.len(), 0);
    }

    /// Where one of the sections ends, what is there so far may be a module of its own; nothing tells it from one before
    /// functions are announced, as nothing would tell an engine.
    #[test]
    fn what_is_cut_is_told() {
        let whole = whole();
        let announced = whole.windows(4).position(|it| it == [FUNCTIONS, 2, 1, 0]).unwrap();
        let is_between_sections = |size: usize| size == HEADER.len() || size == HEADER.len() + 6 || size == announced;
        for size in 0..whole.len() {
            let read = Wasm::read(&whole[..size]);
            assert_eq!(read.is_ok(), is_between_sections(size), "{size}: {read:?}");
        }
    }

    #[test]
    fn one_wrong_byte_is_no_panic() {
        let whole = whole();
        for at in 0..whole.len() {
            for byte in 0..=u8::MAX {
                let mut bytes = whole.clone();
                bytes[at] = byte;
                let _ = js_source(&bytes, "a.wasm");
            }
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        let why = |bytes: &[u8]| Wasm::read(bytes).unwrap_err();
        assert_eq!(why(b""), "it is empty");
        assert_eq!(why(b"\0asm"), CUT);
        assert_eq!(why(b"(module)"), "it does not start with `\\0asm` and version 1");
        assert_eq!(why(b"\0asm\x0d\0\x01\0"), "it is a component");
        assert_eq!(why(&module(&[section(14, b"")])), "it has a section of an unknown kind");
        assert_eq!(why(&module(&[section(EXPORTS, b"\0"), section(1, b"\0")])), "its sections are not in order");
        assert_eq!(why(&module(&[section(IMPORTS, b"\x01\0\0\x05")])), "it imports something of an unknown kind");
        assert_eq!(
            why(&module(&[section(EXPORTS, b"\x02\x01a\0\0\x01a\0\0")])),
            "it exports two things under one name"
        );
        assert_eq!(why(&module(&[section(EXPORTS, b"\x01\x01\xff\0\0")])), "a name in it is not UTF-8");
        assert_eq!(why(&module(&[section(EXPORTS, b"\0\0")])), "a section of it is longer than what is in it");
        assert_eq!(why(&module(&[section(EXPORTS, b"\xff\xff\xff\xff\x7f")])), "a number in it is too large");
    }
}
