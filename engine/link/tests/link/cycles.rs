//! Imports that close cycles, and what can go wrong with them.

use nexxo_link::{closing_imports, early_uses};

use crate::show::{Case, esm, same};

/// Each import that closes a cycle: its way, its risk, and what may be read too early while what is evaluated.
fn check(text: &str, expected: &str) {
    let case = Case::new(text, &esm());
    let early = early_uses(&case.project.graph, &case.linked, &|_| true);
    let mut out = String::new();
    for &module in &case.linked.order {
        for it in closing_imports(&case.project.graph, &case.linked, &early, module) {
            let way: Vec<&str> = it.cycle.iter().map(|&module| case.path(module)).collect();
            let reads: Vec<String> = it.reads.iter().map(|(name, at)| format!(" {name}@{}", case.path(*at))).collect();
            out.push_str(&format!("{} {:?}{}\n", way.join(">"), it.risk, reads.concat()));
        }
    }
    same(&out, expected);
}

#[test]
fn what_nothing_calls_is_harmless() {
    check(
        "== a entry
import {b} from ./b
var x =
export {x}
do x b
== b
import {x} from ./a
fn late = x
var b = late
export {b}",
        "b>a>b Harmless\n",
    );
}

#[test]
fn what_is_called_may_read_too_early() {
    check(
        "== a entry
import {b} from ./b
var x =
export {x}
do x b
== b
import {x} from ./a
fn inner = x
fn outer = inner
var! b = outer
export {b}",
        "b>a>b Possible x@b\n",
    );
}

#[test]
fn another_module_may_call_what_reads_too_early() {
    check(
        "== a entry
import {c} from ./c
var x =
export {x}
do x c
== b
import {x} from ./a
fn read = x
export {read}
== c
import {read} from ./b
var! c = read
export {c}",
        "b>a>c>b Possible x@c\n",
    );
}

#[test]
fn what_is_there_before_is_no_matter() {
    check(
        "== a entry
import ./b
import {c} from ./c
do c
== b
import {c} from ./c
do c
== c
import ./b
var c =
export {c}",
        "c>b>c Harmless\n",
    );
}

#[test]
fn all_of_a_namespace_may_be_read() {
    check(
        "== a entry
import {b} from ./b
var x =
export {x}
do x b
== b
import * as ns from ./a
fn read = ns
var! b = read
export {b}",
        "b>a>b Possible *@b\n",
    );
}
