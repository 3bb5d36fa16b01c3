use crate::show::{Case, cjs, esm, same};

#[track_caller]
fn check(text: &str, expected: &str) {
    same(&Case::new(text, &esm()).bindings(), expected);
}

#[test]
fn names_lead_through_re_exports() {
    check(
        "== a entry
import {x, y, default as d} from ./b
import * as ns from ./b
do x y d ns.x ns.inner ns
== b
export {z as x} from ./c
import {z, other} from ./c
export {z as y, other as default}
export * as inner from ./c
== c
var z =
var other =
export {z, other}",
        "
        a: x = c#z
        a: y = c#z
        a: d = c#other
        a: ns = b#*
        a: ns.x = c#z
        a: ns.inner = c#*
        b: z = c#z
        b: other = c#other
        b exports default = c#other, inner = c#*, x = c#z, y = c#z
        c exports other = c#other, z = c#z
        ",
    );
}

#[test]
fn explicit_names_win_over_stars_and_default_does_not_pass() {
    check(
        "== a entry
import {x, y, default as d} from ./b
import * as ns from ./b
do x y d ns.default
== b
var x =
export {x}
export * from ./c
== c
var x =
var y =
var d =
export {x, y, d as default}",
        "
        a: x = b#x
        a: y = c#y
        a: d = undefined
        a: ns = b#*
        a: ns.default = undefined
        ! a: no default in b
        ",
    );
}

#[test]
fn stars_may_go_round_in_circles() {
    check(
        "== a entry
export * from ./b
import {x, gone} from ./a
do x gone
== b
export * from ./a
export * from ./b
export * from ./c
== c
export * from ./b
var x =
export {x}",
        "
        a: x = c#x
        a: gone = undefined
        a exports x = c#x
        ! a: no gone in a
        ",
    );
}

#[test]
fn a_re_export_that_asks_itself_finds_what_a_star_has() {
    // Asked first at `b`, the way back through `a` is cut off; asked at `a`, it is not.
    check(
        "== e entry
import {x} from ./b
import {x as y} from ./a
do x y
== a
export {x} from ./b
== b
export * from ./a
export * from ./c
== c
var x =
export {x}",
        "
        e: x = c#x
        e: y = c#x
        ",
    );
}

#[test]
fn re_exports_in_a_circle_are_missing() {
    check(
        "== a entry
import {x} from ./b
do x
== b
export {x} from ./c
== c
export {x} from ./b",
        "
        a: x = undefined
        ! c: no x in b
        ",
    );
}

#[test]
fn two_stars_with_one_thing_are_not_ambiguous() {
    check(
        "== a entry
import {same, cjs} from ./b
import * as ns from ./b
do same cjs ns
== b
export * from ./c
export * from ./d
== c
export {same} from ./e
export {cjs} from ./f
var twice =
export {twice}
== d
export {same} from ./e
export {cjs} from ./f
var twice =
export {twice}
== e
var same =
export {same}
== f cjs",
        "
        a: same = e#same
        a: cjs = c#<./f>.cjs
        a: ns = b#*
        b exports cjs = c#<./f>.cjs, same = e#same
        ",
    );
}

#[test]
fn ambiguous_names_are_reported_when_imported() {
    check(
        "== a entry
import {twice} from ./b
do twice
== b
export * from ./c
export * from ./d
== c
var twice =
export {twice}
== d
var twice =
export {twice}",
        "
        a: twice = undefined
        ! a: twice is in c and d
        ",
    );
}

#[test]
fn missing_names_are_reported_wherever_they_are_lost() {
    check(
        "== a entry
import {colour, unused} from ./b
import {used} from ./c
import * as ns from ./b
do colour used ns.nothing
fn dead = unused
== b
var color =
export {color}
== c
export {used, unasked} from ./b
export * from ./b",
        "
        a: colour = undefined
        a: unused = undefined
        a: used = undefined
        a: ns = b#*
        a: ns.nothing = undefined
        ! a: no colour in b, color?
        ! a: no unused in b
        ! c: no unasked in b
        ! c: no used in b
        ",
    );
}

#[test]
fn broken_re_exports_are_reported_that_nobody_asks_for() {
    check(
        "== a entry
export {gone} from ./b
== b
export {also} from ./c
== c",
        "
        ! a: no gone in b
        ! b: no also in c
        ",
    );
}

#[test]
fn commonjs_gives_properties() {
    check(
        "== a entry
import {x, default as d} from ./c
import * as ns from ./c
import {x as through, all} from ./b
do x d ns ns.y x.deep through all.x through.deep
== b
export {x} from ./c
export * as all from ./c
== c cjs",
        "
        a: x = a#<./c>.x
        a: d = a#<./c>.default
        a: ns = a#<./c>
        a: through = b#<./c>.x
        a: all = b#<./c>
        a: ns.y = a#<./c>.y
        a: x.deep = a#<./c>.x.deep
        a: all.x = b#<./c>.x
        a: through.deep = b#<./c>.x.deep
        ",
    );
}

#[test]
fn stars_of_commonjs_are_looked_up_at_run_time() {
    check(
        "== a entry
import {x, y, default as d} from ./b
import * as ns from ./b
do x y ns.z
== b
var y =
export {y}
export * from ./mid
== mid
export * from ./c
export * from ext
== c cjs",
        "
        a: x = b#*.x
        a: y = b#y
        a: d = undefined
        a: ns = b#*
        a: ns.z = b#*.z
        b exports y = b#y
        b exports all of mid#<./c>, ext:*
        ! a: no default in b
        ",
    );
}

#[test]
fn externals_are_shared_in_esm_output() {
    check(
        "== a entry
import {x as mine, default as React} from react
import * as all from react
import {x, more} from ./b
do mine React all all.y mine.z x more
== b
export {x} from react
export * from react",
        "
        a: mine = react:x
        a: React = react:default
        a: all = react:*
        a: x = react:x
        a: more = react:more
        a: all.y = react:*.y
        a: mine.z = react:x.z
        ",
    );
}

#[test]
fn externals_are_interop_in_cjs_output() {
    let case = Case::new(
        "== a entry
import {x, default as d} from react
import * as all from react
import {more} from ./b
do x d all all.y more
export {x}
export * from react
== b
export * from react",
        &cjs(),
    );
    same(
        &case.bindings(),
        "
        a: x = a#<react>.x
        a: d = a#<react>.default
        a: all = a#<react>
        a: more = b#*.more
        a: all.y = a#<react>.y
        a exports x = a#<react>.x
        a exports all of a#<react>
        b exports all of b#<react>
        ",
    );
}

#[test]
fn several_external_stars_are_looked_up_at_run_time() {
    check(
        "== a entry
import {x} from ./b
do x
== b
export * from one
export * from two",
        "
        a: x = b#*.x
        b exports all of one:*, two:*
        ",
    );
}

#[test]
fn targets_that_are_no_modules() {
    check(
        "== a entry
import {x} from missing:x
import {y} from disabled:y
import {z} from skipped:z
import {w} from ./b
do x y z w
== b
export * from missing:w",
        "
        a: x = a#<missing:x>.x
        a: y = a#<disabled:y>.y
        a: z = undefined
        a: w = b#*.w
        b exports all of b#<missing:w>
        ",
    );
}

#[test]
fn style_classes_can_be_missing() {
    check(
        "== a entry
import {button, buttom} from ./s.css
do button buttom
== s.css style
var button =
export {button}",
        "
        a: button = s.css#button
        a: buttom = undefined
        ! a: no buttom in s.css, button?
        ",
    );
}

#[test]
fn a_module_may_import_itself() {
    check(
        "== a entry
import {x as y} from ./a
import * as self from ./a
var x =
do y self.x self.self
export {x, self}",
        "
        a: y = a#x
        a: self = a#*
        a: self.x = a#x
        a: self.self = a#*
        a exports self = a#*, x = a#x
        ",
    );
}

#[test]
fn barrels_asked_for_many_names_answer_alike() {
    // More than the number of questions after which an index is made.
    let names: Vec<String> = (0..20).map(|i| format!("n{i}")).collect();
    let list = names.join(", ");
    let text = format!(
        "== a entry\nimport {{{list}, twice, hidden, gone}} from ./b\ndo {} twice hidden gone\n== b\nexport * from ./c\n\
         export * from ./d\n== c\nvar {} hidden =\nexport {{{list}, hidden}}\nvar twice =\nexport {{twice}}\n\
         export * from ./e\n== d\nvar twice =\nexport {{twice}}\n== e\nvar hidden =\nexport {{hidden}}",
        names.join(" "),
        names.join(" "),
    );
    let case = Case::new(&text, &esm());
    let bindings = case.bindings();
    for name in &names {
        assert!(bindings.contains(&format!("a: {name} = c#{name}\n")));
    }
    assert!(bindings.contains("a: hidden = c#hidden\n"));
    assert_eq!(case.issues(), "! a: no gone in b\n! a: twice is in c and d\n");
}

#[test]
fn ambiguity_behind_a_re_export_belongs_to_the_re_export() {
    check(
        "== a entry
import {mine} from ./b
do mine.deep
== b
export {twice as mine} from ./c
== c
export * from ./d
export * from ./e
== d
var twice =
export {twice}
== e
var twice =
export {twice}",
        "
        a: mine = undefined
        a: mine.deep = undefined.deep
        ! b: twice is in d and e
        ",
    );
}
