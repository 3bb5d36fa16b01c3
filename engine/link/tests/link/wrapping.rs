use crate::show::{Case, cjs, esm, same, splitting};

#[track_caller]
fn check(text: &str, expected: &str) {
    same(&Case::new(text, &esm()).wraps(), expected);
}

#[test]
fn modules_run_after_what_they_import() {
    check(
        "== a entry
import ./b
import ./c
do require(./r)
== b
import ./d
do b
== c
import ./d
import ./a
do c
== d
do d
== r cjs",
        "
        d:
        b:
        c:
        r cjs:
        a:
        ",
    );
}

#[test]
fn later_modules_come_in_order_of_discovery() {
    check(
        "== a entry
do import(./x) import(./y)
import ./b
== b
do import(./z)
== x
import ./w
== y
== z
== w
do w",
        "
        b:
        a:
        w esm:
        x esm: w()
        y esm:
        z esm:
        ",
    );
}

#[test]
fn wrapping_spreads_along_imports() {
    check(
        "== a entry
fn f = require(./b)
import {c} from ./c
do f c
== b
import {c} from ./c
import ./j.json
import ./s.css
import ./e
do c
== c
import ./d
var c =
export {c}
== d
do d
== e cjs
== j.json pure
var j =
== s.css style",
        "
        d esm:
        c esm: d()
        s.css:
        e cjs:
        b esm: c() e()
        a: c()
        ",
    );
}

#[test]
fn wrapping_reaches_behind_hops() {
    check(
        "== a entry
import {x} from ./barrel
do x require(./b)
== b
import {x} from ./barrel
do x
== barrel nofx
export {x} from ./x
== x nofx
var! x =
export {x}",
        "
        x esm:
        b esm: x()
        a: x()
        ",
    );
}

#[test]
fn re_exporters_run_what_they_re_export() {
    check(
        "== a entry
do require(./b)
== b
export {x} from ./x
export * from ./y
== x nofx
var! x =
export {x}
== y nofx
var! y =
export {y}",
        "
        x esm:
        y esm:
        b esm: x() y()
        a:
        ",
    );
}

#[test]
fn await_makes_wrappers_async() {
    check(
        "== a entry
fn f = import(./b)
fn g = require(./b)
do f g
== b
import ./c
do b
== c tla
do c",
        "
        c esm async:
        b esm async: c()
        a:
        ! a: require waits for c
        ",
    );
}

#[test]
fn await_is_for_esm_output() {
    same(
        &Case::new("== a entry tla\ndo a\nimport ./b\n== b tla", &cjs()).wraps(),
        "
        b:
        a:
        ! b: top-level await
        ! a: top-level await
        ",
    );
}

#[test]
fn splitting_wraps_no_dynamic_scripts() {
    let text = "== a entry
do import(./b) import(./c) import(./s.css)
== b
do b
== c cjs
== s.css style
var x =
export {x}";
    same(
        &Case::new(text, &splitting()).wraps(),
        "
        a:
        b:
        c cjs:
        s.css esm:
        ",
    );
    same(
        &Case::new(text, &esm()).wraps(),
        "
        a:
        b esm:
        c cjs:
        s.css esm:
        ",
    );
}
