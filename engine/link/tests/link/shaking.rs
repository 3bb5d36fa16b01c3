use crate::show::{Case, cjs, esm, same, splitting};

#[track_caller]
fn check(text: &str, expected: &str) {
    same(&Case::new(text, &esm()).live(), expected);
}

#[test]
fn only_what_is_reached_lives() {
    check(
        "== a entry
import {used} from ./b
do used
fn dead = deader
fn deader =
== b
var helper =
fn used = helper
fn unused = other
var other =
do global
export {used, unused}",
        "
        b: helper used do4
        a: do0
        ",
    );
}

#[test]
fn entry_exports_live() {
    check(
        "== a entry
fn x = y
var y =
var z =
export {x}
export {w} from ./b
== b nofx
var w =
var v =
do effect
export {w, v}",
        "
        b: w do2
        a: x y
        ",
    );
}

#[test]
fn all_declarations_of_a_symbol_live() {
    check(
        "== a entry
var x =
var y =
var x y =
do x",
        "
        a: x x+y do3
        ",
    );
}

#[test]
fn barrels_without_effects_are_passed_through() {
    check(
        "== a entry
import {x} from ./barrel
do x
== barrel nofx
export {x} from ./x
export {y} from ./y
import ./effect
do something
== x nofx
var x =
do x-effect
export {x}
== y nofx
var y =
export {y}
== effect
do effect",
        "
        x: x do1
        a: do0
        ",
    );
}

#[test]
fn imports_run_when_they_have_effects() {
    check(
        "== a entry
import ./effect
import ./pure
import ./nofx
import ./s.css
import ./c
import ./c-nofx
== effect
do effect
== pure pure
do nothing
== nofx nofx
do effect
== s.css style nofx
== c cjs
do exports
== c-nofx cjs nofx
do exports",
        "
        rt: __commonJS
        effect: do0
        s.css: 
        c: do0
        a:
        ",
    );
}

#[test]
fn namespaces_live_as_objects_only_when_they_must() {
    check(
        "== a entry
import * as b from ./b
import * as c from ./c
do b.x c
== b
var x =
var y =
export {x, y}
== c
var x =
var y =
export {x, y}
export * from ./d
export * from ./e
== d
var z =
export {z}
== e cjs",
        "
        rt: __commonJS __export __copy __reExport __toESM
        b: x
        d: z
        e: 
        c: x y <./e> *
        a: do0
        ",
    );
}

#[test]
fn commonjs_lives_whole() {
    check(
        "== a entry
import {x} from ./c
do x
== c cjs
var a =
fn f = require(./d)
fn g = import(./e)
== d
var d =
export {d}
var unused =
== e
var e =
export {e}",
        "
        rt: __commonJS __esm __export __copy __toESM __toCommonJS
        d: d *
        c: a f g
        a: do0 <./c>
        e: e *
        ",
    );
}

#[test]
fn dead_statements_ask_for_nothing() {
    check(
        "== a entry
fn f = require(./b)
fn g = import(./b)
fn h = url(./c.png)
do url(./d.png)
== b
do b
== c.png asset
== d.png asset",
        "
        a: do3
        d.png:
        ",
    );
}

#[test]
fn a_required_value_stands_alone() {
    check(
        "== a entry
do require(./j.json)
== j.json pure
var name =
var all =
export {name, all as default}
value all",
        "
        rt: __esm
        j.json: all
        a: do0
        ",
    );
}

#[test]
fn dynamic_imports_use_all_exports() {
    let text = "== a entry
do import(./b)
== b
var x =
var y =
export {x}
export {z} from ./c
== c
var z =
export {z}";
    same(
        &Case::new(text, &esm()).live(),
        "
        rt: __esm __export
        a: do0
        c: z
        b: x *
        ",
    );
    same(
        &Case::new(text, &splitting()).live(),
        "
        a: do0
        c: z
        b: x
        ",
    );
}

#[test]
fn cjs_output_exports_through_the_namespace() {
    let text = "== a entry
var x =
export {x}
import {y} from ext
do y";
    same(
        &Case::new(text, &cjs()).live(),
        "
        rt: __export __copy __toESM __toCommonJS
        a: x do1 <ext> *
        ",
    );
}

#[test]
fn without_shaking_everything_reached_lives() {
    let options = nexxo_base::options::LinkOptions { tree_shake: false, ..esm() };
    let text = "== a entry
import {x} from ./barrel
fn dead = import(./d)
== barrel nofx
export {x} from ./x
export {y} from ./y
== x nofx
var x =
export {x}
== y nofx
var y =
export {y}
== d
var d =
== unreached
do something";
    same(
        &Case::new(text, &options).live(),
        "
        rt: __esm __export
        x: x
        y: y
        barrel: 
        a: dead
        d: d *
        ",
    );
}

#[test]
fn pages_bring_their_scripts_styles_and_assets() {
    check(
        "== index.html entry html
script ./a
css ./s.css
== a nofx
do a
== s.css style
css ./t.css
== t.css style",
        "
        a: do0
        t.css: 
        s.css: 
        index.html:
        ",
    );
}

#[test]
fn require_outside_the_bundle_needs_a_helper() {
    check(
        "== a entry
do require(ext)",
        "
        rt: __require
        a: do0
        ",
    );
}
