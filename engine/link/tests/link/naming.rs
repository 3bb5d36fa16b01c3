use crate::show::{Case, esm, minify, same, splitting};

#[track_caller]
fn check(text: &str, expected: &str) {
    same(&Case::new(text, &esm()).names(), expected);
}

#[test]
fn names_are_kept_or_numbered() {
    check(
        "== a entry
import {x as y} from ./b
import {x as z} from ./c
var x =
do x y z
== b
var x =
export {x}
== c
var x x$1 =
do x$1
export {x}",
        "
        a#x = x$2
        b#x = x
        c#x = x$1
        c#x$1 = x$1$1
        ",
    );
}

#[test]
fn names_avoid_globals_and_reserved_words() {
    check(
        "== a entry
var window exports await fine =
do window exports await fine
== b
globals other
== c entry
globals window
do c",
        "
        0: a#window = window$1
        0: a#exports = exports$1
        0: a#await = await$1
        0: a#fine = fine
        0: c#c = c
        ",
    );
}

#[test]
fn names_are_not_captured_by_importers() {
    check(
        "== a entry
nested value kept inner taken$1 ns
import {value as v, kept} from ./b
import * as ns from ./b
do v kept ns.inner
var taken =
do taken
== b
var value kept inner =
export {value, kept, inner}
== c entry
var taken =
do taken",
        "
        0: a#taken = taken
        0: b#value = value$1
        0: b#kept = kept
        0: b#inner = inner$1
        0: c#taken = taken$1
        ",
    );
}

#[test]
fn made_up_names_follow_files() {
    check(
        "== src/a.js entry
import {x} from ./lib/foo-bar/index.js
import * as esm from ./lib/1st.module.ts
do x esm require(./lib/lazy.js)
== lib/foo-bar/index.js cjs
== lib/1st.module.ts
== lib/lazy.js
do lazy",
        "
        src/a.js#<./lib/foo-bar/index.js> = import_foo_bar
        lib/foo-bar/index.js#() = require_foo_bar
        lib/1st.module.ts#* = _1st_exports
        lib/lazy.js#lazy = lazy
        lib/lazy.js#* = lazy_exports
        lib/lazy.js#() = init_lazy
        rt#__commonJS = __commonJS
        rt#__esm = __esm
        rt#__export = __export
        rt#__copy = __copy
        rt#__toESM = __toESM
        rt#__toCommonJS = __toCommonJS
        ",
    );
}

#[test]
fn commonjs_locals_capture_too() {
    check(
        "== a entry
import ./c.js
== c.js cjs
var require_d =
fn f = require(./d.js) require_d
== d.js cjs",
        "
        c.js#() = require_c
        d.js#() = require_d$1
        rt#__commonJS = __commonJS
        ",
    );
}

#[test]
fn externals_have_names() {
    check(
        "== a entry
import {useState as s} from react
import {x} from ./b
import * as path from node:path
do s x path.join
== b
export {default as x} from some-lib/thing.js
var s =
do s",
        "
        react:useState = s
        some-lib/thing.js:default = x
        node:path:* = path
        b#s = s$1
        ",
    );
}

#[test]
fn short_names_go_by_use() {
    let text = "== a entry
import {often} from ./b
var rare some =
do often rare some
uses often=100 rare=1 some=20
slots 50 2
== b
var often =
export {often}
uses often=5
slots 10 10 3
globals a c
== c.js cjs
== d entry
import {default as c} from ./c.js
do c
uses c=7";
    same(
        &Case::new(text, &minify()).names(),
        "
        0: a#rare = l
        0: a#some = n
        0: b#often = o
        0: c.js#() = r
        0: d#<./c.js> = t
        0: rt#__commonJS = e
        0: rt#__copy = i
        0: rt#__toESM = s
        0: nested t r n
        ",
    );
}

#[test]
fn exports_between_chunks_are_unique() {
    let text = "== a entry
import {x} from ./s
import {x as other} from ./t
do x other import(./b)
export {x as y}
== b
import {x} from ./s
import {x as other} from ./t
import {y} from ./a
do x other y
== s
var x =
export {x}
== t
var x =
export {x}";
    same(
        &Case::new(text, &splitting()).names(),
        "
        0: s#x = x
        1: s#x = x
        1: t#x = x$1
        2: s#x = x
        2: t#x = x$1
        2: s#x exported as x
        2: t#x exported as x$1
        ",
    );
    let options = nexxo_base::options::LinkOptions { minify: true, ..splitting() };
    same(
        &Case::new(text, &options).names(),
        "
        0: s#x = e
        1: s#x = e
        1: t#x = t
        2: s#x = e
        2: t#x = t
        2: s#x exported as e
        2: t#x exported as t
        ",
    );
}

#[test]
fn wrapper_calls_are_not_captured() {
    check(
        "== a entry
nested init_b b_exports
fn f = require(./b)
do f
== b
do b",
        "
        a#f = f
        b#b = b
        b#* = b_exports$1
        b#() = init_b$1
        rt#__esm = __esm
        rt#__export = __export
        rt#__copy = __copy
        rt#__toCommonJS = __toCommonJS
        ",
    );
}

#[test]
fn short_names_avoid_what_is_printed_as_it_is() {
    let text = "== a entry
nested a c
import ./c.js
var x y =
do x y
== c.js cjs
var b d =
do require(./a)";
    same(
        &Case::new(text, &minify()).names(),
        "
        a#x = o
        a#y = l
        a#* = u
        a#() = f
        c.js#() = s
        rt#__commonJS = e
        rt#__esm = t
        rt#__export = n
        rt#__copy = r
        rt#__toCommonJS = i
        ",
    );
}

#[test]
fn symbols_share_names_with_slots_they_never_meet() {
    let text = "== a entry
var outer inner late =
do outer inner late
uses outer=50 inner=40 late=30
slots 60 45 35
clashes inner=1 late=3";
    same(
        &Case::new(text, &minify()).names(),
        "
        a#outer = e
        a#inner = t
        a#late = r
        nested e t n
        ",
    );
}

#[test]
fn importers_of_one_target_share_the_interop_variable() {
    let text = "== a entry
import {x} from ./b
import {default as c} from ./c.js
do c x
== b
import {default as d} from ./c.js
var x = d
export {x}
== c.js cjs";
    same(
        &Case::new(text, &esm()).names(),
        "
        a#<./c.js> = import_c
        b#x = x
        b#<./c.js> = import_c
        c.js#() = require_c
        rt#__commonJS = __commonJS
        rt#__copy = __copy
        rt#__toESM = __toESM
        ",
    );
}
