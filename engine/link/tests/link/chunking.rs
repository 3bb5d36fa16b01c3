use crate::show::{Case, cjs, esm, same, splitting};

#[track_caller]
fn check(text: &str, expected: &str) {
    same(&Case::new(text, &splitting()).chunks(), expected);
}

#[test]
fn one_entry_is_one_chunk() {
    let text = "== a entry
import {x} from ./b
import ./s.css
do x import(./c)
import {y as z} from ext
import bare
export * from stars
do z
== b
var x =
export {x}
== c
do c
== s.css style";
    same(
        &Case::new(text, &esm()).chunks(),
        "
        0 entry a: rt b s.css a c
          imports ext:y
          imports bare
          imports stars
        ",
    );
    same(
        &Case::new(text, &cjs()).chunks(),
        "
        0 entry a: rt b s.css a c
        ",
    );
}

#[test]
fn dynamic_targets_get_chunks() {
    check(
        "== a entry
import {x} from ./shared
do x import(./b) import(./c)
== b
import {x} from ./shared
import {y} from ./bc
do x y
== c
import {y} from ./bc
import ./side
do y
export {y}
== shared
var x =
export {x}
== bc
var y =
export {y}
== side
do side",
        "
        0 entry a: shared a
          exports shared#x
          loads 1 2
        1 dynamic b: b
          imports 0: shared#x
          imports 3: bc#y
        2 dynamic c: side c
          imports 3: bc#y
        3 shared: bc
          exports bc#y
        ",
    );
}

#[test]
fn entries_share() {
    check(
        "== a entry
import {x} from ./s
import ./b
do x
== b entry
import {x} from ./s
var b =
do x
export {b}
== s
do effect
var x =
export {x}",
        "
        0 entry a: a
          imports 2: s#x
        1 entry b: 
          imports 2: b#b
        2 shared: s b
          exports b#b s#x
        ",
    );
}

#[test]
fn commonjs_crosses_chunks() {
    check(
        "== a entry
import {x} from ./c
do x import(./b)
== b
import {x} from ./c
import * as ns from ./d
do x ns
== c cjs
== d
var d =
export {d}",
        "
        0 entry a: rt c a
          exports c#() rt#__export rt#__toESM
          loads 1
        1 dynamic b: d b
          imports 0: c#() rt#__export rt#__toESM
        ",
    );
}

#[test]
fn a_barrel_hop_draws_no_module_in() {
    check(
        "== a entry
import {x} from ./barrel
do x
== b entry
import {y} from ./barrel
do y
== barrel nofx
export {x} from ./x
export {y} from ./y
== x nofx
var x =
export {x}
== y nofx
var y =
export {y}",
        "
        0 entry a: x a
        1 entry b: y b
        ",
    );
}

#[test]
fn styles_stay_with_those_who_import_them() {
    check(
        "== a.html entry html
script ./a
css ./both.css
== b.html entry html
css ./both.css
css ./b.css
== a
do import(./lazy)
== lazy
import ./lazy.css
do import(./more.css) lazy
== both.css style
== b.css style
== lazy.css style
== more.css style",
        "
        0 entry a.html: a a.html
          imports 3:
          loads 2
        1 entry b.html: b.css b.html (no script)
          imports 3:
        2 dynamic lazy: rt lazy.css lazy more.css
        3 shared: both.css (no script)
        ",
    );
}

#[test]
fn a_dynamic_target_that_runs_anyway_is_a_facade() {
    check(
        "== a entry
import {x} from ./b
do x import(./b)
== b
var x =
export {x}",
        "
        0 entry a: b a
          exports b#x
          loads 1
        1 dynamic b: 
          imports 0: b#x
        ",
    );
}

#[test]
fn several_entries_without_splitting_do_not_panic() {
    let text = "== a entry
import {x} from ./b
do x
== b entry
var x =
export {x}";
    same(
        &Case::new(text, &esm()).chunks(),
        "
        0 entry a: b a
          exports b#x
        1 entry b: 
          imports 0: b#x
        ",
    );
}

#[test]
fn required_modules_cross_chunks_with_what_runs_them() {
    check(
        "== a entry
import {x} from ./barrel
do x import(./b)
== b
import {x} from ./barrel
fn f = require(./r)
do x f
== barrel nofx
export {x} from ./r
== r
var! x =
export {x}",
        "
        0 entry a: rt r a
          exports r#x r#* r#() rt#__toCommonJS
          loads 1
        1 dynamic b: b
          imports 0: r#x r#* r#() rt#__toCommonJS
        ",
    );
}

#[test]
fn external_namespaces_are_imported_only_where_they_are_copied() {
    check(
        "== a entry
import * as b from ./b
export * from ext
do b import(./c)
== b
export * from ext
== c
import {named} from ext
do named",
        "
        0 entry a: rt b a
          imports ext:*
          loads 1
        1 dynamic c: c
          imports ext:named
        ",
    );
}

#[test]
fn what_would_run_too_early_is_wrapped_alone() {
    let case = Case::new(
        "== a entry
import ./s
import ./own
import ./t
== b entry
import ./t
import ./s
== s
do effect
== t
do effect
== own
do effect",
        &splitting(),
    );
    same(
        &case.wraps(),
        "
        s esm:
        own:
        t esm:
        a: s() t()
        b: t() s()
        ",
    );
}
