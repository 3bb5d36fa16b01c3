//! Standard decorators, which no engine has yet, for any target but `esnext`: they become a call at the start of their class.
//!
//! `class A { @log m() {} @init x = 1 }` is
//!
//! ```js
//! let s = [[log], [init]];
//! class A {
//!   static { s = decorateClass(this, s, [[0, 'm', 0], [4, 'x', 1]]); s.s(); }
//!   #p = s.p(this);
//!   m() {}
//!   x = s[1](this, 1);
//!   #x1 = s[1].x(this);
//! }
//! ```
//!
//! What decorators of a class give takes the place of the class, so such a class is made in a function where its name can be
//! assigned to. What is written here is lowered further, where the target asks for it.

use oxc::allocator::{Box as ArenaBox, CloneIn, GetAllocator, TakeIn, Vec as ArenaVec};
use oxc::ast::ast::*;
use oxc::ast::builder::AstBuilder;
use oxc::ast_visit::{Visit, VisitMut, walk_mut};
use oxc::parser::{ParseOptions, Parser};
use oxc::span::{GetSpan, SPAN, SourceType, Span};
use oxc::str::Ident;

use nexxo_base::Code;

use super::{JsInput, Problem, chains, fresh_name, mentions, transform};

/// Rewrites decorated classes; says whether there were any, and the scoping is then stale.
///
/// # Errors
/// The first construct that cannot be lowered.
pub(super) fn lower<'a>(ast: AstBuilder<'a>, program: &mut Program<'a>, input: &JsInput<'_>) -> Result<bool, Problem> {
    let lowers = input.options.target.as_deref().is_some_and(|target| target != "esnext");
    if !lowers || !mentions(input, "@") || input.ts.is_some_and(|ts| ts.experimental_decorators) {
        return Ok(false);
    }
    let name = |stem: &str| Ident::from_str_in(&fresh_name(input, stem), &ast);
    let (helper, state, slot) = (name("_decorateClass"), name("_decorated"), name("_slot"));
    let mut lowering = Lowering { ast, helper, state, slot, classes: 0, hint: None, problem: None };
    lowering.visit_program(program);
    if let Some(problem) = lowering.problem {
        return Err(problem);
    }
    if lowering.classes == 0 {
        return Ok(false);
    }
    let specifier = format!("{}/helpers/decorateClass", transform::HELPERS_PACKAGE);
    let import = match program.source_type.is_commonjs() {
        true => format!("var {helper} = require('{specifier}');"),
        false => format!("import {helper} from '{specifier}';"),
    };
    let import = lowering.parse(&Text { text: import, values: Vec::new() });
    let mut body = program.body.take_in(&lowering.ast);
    program.body = import;
    program.body.append(&mut body);
    Ok(true)
}

/// Code with places for expressions of the source.
#[derive(Default)]
struct Text<'a> {
    text: String,
    values: Vec<Expression<'a>>,
}

struct Lowering<'a> {
    ast: AstBuilder<'a>,
    /// What the helper is imported as.
    helper: Ident<'a>,
    /// What the names of variables start with that keep what a class needs.
    state: Ident<'a>,
    /// What the names start with that stand for expressions.
    slot: Ident<'a>,
    /// Number of classes so far.
    classes: usize,
    /// The name that the expression at hand is given to.
    hint: Option<Ident<'a>>,
    problem: Option<Problem>,
}

/// A class that is written anew.
struct Decorated<'a> {
    /// Its variable.
    state: String,
    /// What that is at first: the decorators of each element. Nothing where the class sets it by itself.
    first: Option<Expression<'a>>,
    /// The decorators of the class itself.
    own: Option<Expression<'a>>,
}

/// What the helper knows the kinds of elements as.
const METHOD: u8 = 0;
const GETTER: u8 = 1;
const SETTER: u8 = 2;
const ACCESSOR: u8 = 3;
const FIELD: u8 = 4;
const STATIC: u8 = 8;
const PRIVATE: u8 = 16;

fn is_decorated(class: &Class<'_>) -> bool {
    !class.declare && (!class.decorators.is_empty() || class.body.body.iter().any(|it| !decorators_of(it).is_empty()))
}

fn decorators_of<'e, 'a>(element: &'e ClassElement<'a>) -> &'e [Decorator<'a>] {
    match element {
        ClassElement::MethodDefinition(it) => &it.decorators,
        ClassElement::PropertyDefinition(it) => &it.decorators,
        ClassElement::AccessorProperty(it) => &it.decorators,
        ClassElement::StaticBlock(_) | ClassElement::TSIndexSignature(_) => &[],
    }
}

fn take_decorators<'a>(ast: &AstBuilder<'a>, element: &mut ClassElement<'a>) -> ArenaVec<'a, Decorator<'a>> {
    match element {
        ClassElement::MethodDefinition(it) => {
            let taken = it.decorators.take_in(ast);
            // Of a signature nothing is left.
            if it.value.body.is_some() { taken } else { ArenaVec::new_in(ast) }
        }
        ClassElement::PropertyDefinition(it) => it.decorators.take_in(ast),
        ClassElement::AccessorProperty(it) => it.decorators.take_in(ast),
        ClassElement::StaticBlock(_) | ClassElement::TSIndexSignature(_) => ArenaVec::new_in(ast),
    }
}

fn key_mut<'e, 'a>(element: &'e mut ClassElement<'a>) -> Option<(&'e mut PropertyKey<'a>, &'e mut bool)> {
    match element {
        ClassElement::MethodDefinition(it) => {
            let it = &mut **it;
            Some((&mut it.key, &mut it.computed))
        }
        ClassElement::PropertyDefinition(it) => {
            let it = &mut **it;
            Some((&mut it.key, &mut it.computed))
        }
        ClassElement::AccessorProperty(it) => {
            let it = &mut **it;
            Some((&mut it.key, &mut it.computed))
        }
        ClassElement::StaticBlock(_) | ClassElement::TSIndexSignature(_) => None,
    }
}

/// Whether an element's key is an expression that does something.
fn has_computed_key(element: &ClassElement<'_>) -> bool {
    element.property_key().is_some_and(|key| key.as_expression().is_some_and(|key| !key.is_literal()))
}

/// What a class waits for when it is made.
fn waits(class: &Class<'_>) -> Option<Span> {
    let elements = &class.body.body;
    let decorators = class.decorators.iter().chain(elements.iter().flat_map(decorators_of)).map(|it| &it.expression);
    let keys = elements.iter().filter_map(|it| it.property_key()?.as_expression());
    let heritage = class.heritage.iter().map(|it| &it.expression);
    decorators.chain(keys).chain(heritage).find(|it| chains::pauses(it)).map(GetSpan::span)
}

/// Whether an element stays, and its key can be written as an expression.
fn is_public(element: &ClassElement<'_>) -> bool {
    let stays = match element {
        ClassElement::MethodDefinition(it) => it.kind != MethodDefinitionKind::Constructor && it.value.body.is_some(),
        ClassElement::PropertyDefinition(it) => {
            !it.declare && (it.value.is_some() || !it.decorators.is_empty() || has_computed_key(element))
        }
        ClassElement::AccessorProperty(_) => true,
        ClassElement::StaticBlock(_) | ClassElement::TSIndexSignature(_) => false,
    };
    stays && element.property_key().is_some_and(|key| !key.is_private_identifier())
}

/// Looks for private names and for `super`.
#[derive(Default)]
struct Search {
    private: bool,
    home: bool,
}

impl<'a> Visit<'a> for Search {
    fn visit_private_identifier(&mut self, _it: &PrivateIdentifier<'a>) {
        self.private = true;
    }

    fn visit_super(&mut self, _it: &Super) {
        self.home = true;
    }
}

impl<'a> Lowering<'a> {
    fn refuse(&mut self, span: Span, what: &str) {
        self.problem.get_or_insert_with(|| Problem {
            code: Code::UnsupportedSyntax,
            label: "not part of the target".into(),
            help: Some("write it in another way, or build for `esnext`".into()),
            ..Problem::error(span, format!("{what} cannot be lowered"))
        });
    }

    /// Adds code that stands for an expression.
    fn add(&self, text: &mut Text<'a>, value: Expression<'a>) {
        text.text.push_str(&format!("{}{}", self.slot, text.values.len()));
        text.values.push(value);
    }

    fn parse(&self, text: &Text<'a>) -> ArenaVec<'a, Statement<'a>> {
        let allocator = self.ast.allocator();
        let source = allocator.alloc_str(&text.text);
        let options = ParseOptions { preserve_parens: false, ..ParseOptions::default() };
        let parsed = Parser::new(allocator, source, SourceType::mjs()).with_options(options).parse();
        debug_assert!(parsed.diagnostics.is_empty(), "{:?} in {source}", parsed.diagnostics);
        parsed.program.body
    }

    /// Statements of code, with the expressions in their places.
    fn statements(&self, text: Text<'a>) -> ArenaVec<'a, Statement<'a>> {
        let mut statements = self.parse(&text);
        let mut fill = Fill { slot: self.slot, values: text.values.into_iter().map(Some).collect() };
        fill.visit_statements(&mut statements);
        statements
    }

    fn expression(&self, text: Text<'a>) -> Expression<'a> {
        match self.statements(text).pop() {
            Some(Statement::ExpressionStatement(it)) => it.unbox().expression,
            _ => unreachable!("the code is an expression"),
        }
    }

    /// Elements of a class.
    fn elements(&self, text: Text<'a>) -> ArenaVec<'a, ClassElement<'a>> {
        let text = Text { text: format!("class A {{ {} }}", text.text), ..text };
        match self.statements(text).pop() {
            Some(Statement::ClassDeclaration(it)) => it.unbox().body.unbox().body,
            _ => unreachable!("the code is a class"),
        }
    }

    fn list(&self, decorators: ArenaVec<'a, Decorator<'a>>) -> Expression<'a> {
        self.array(decorators.into_iter().map(|it| it.expression))
    }

    fn array(&self, values: impl Iterator<Item = Expression<'a>>) -> Expression<'a> {
        let elements = ArenaVec::from_iter_in(values.map(ArrayExpressionElement::from), &self.ast);
        Expression::new_array_expression(SPAN, elements, &self.ast)
    }

    /// What a key is called in code.
    fn name_of(&self, key: &PropertyKey<'a>) -> Expression<'a> {
        match key {
            PropertyKey::StaticIdentifier(it) => Expression::new_string_literal(SPAN, it.name, None, &self.ast),
            PropertyKey::PrivateIdentifier(it) => {
                let name = Ident::from_str_in(&format!("#{}", it.name), &self.ast);
                Expression::new_string_literal(SPAN, name, None, &self.ast)
            }
            other => other.to_expression().clone_in(self.ast.allocator()),
        }
    }

    /// Takes the decorators off a class and writes down what they do.
    fn class(&mut self, class: &mut Class<'a>, name: Option<Ident<'a>>) -> Decorated<'a> {
        let state = format!("{}{}", self.state, self.classes);
        self.classes += 1;
        let own = class.decorators.take_in(&self.ast);
        let own = (!own.is_empty()).then(|| self.list(own));
        let mut search = Search::default();
        for element in &class.body.body {
            decorators_of(element).iter().for_each(|it| search.visit_decorator(it));
        }
        let calls = class.heritage.as_ref().is_some_and(|it| !it.expression.is_identifier_reference());
        let keyed = class.body.body.iter().any(has_computed_key);
        let inside = (search.private || calls || keyed) && class.body.body.iter().any(is_public);

        let mut list = Vec::new();
        let mut places = Vec::new();
        for element in &mut class.body.body {
            let decorators = take_decorators(&self.ast, element);
            places.push((!decorators.is_empty()).then_some(list.len()));
            if !decorators.is_empty() {
                list.push(self.list(decorators));
            }
            if inside && has_computed_key(element) {
                let kept = self.expression(Text { text: format!("{state}[{}]", list.len()), values: Vec::new() });
                if let Some((key, _)) = key_mut(element) {
                    let key = std::mem::replace(key, PropertyKey::from(kept));
                    list.push(key.into_expression());
                }
            }
        }
        let mut first = Some(self.array(list.into_iter()));

        let mut specs = Text::default();
        let mut on_instances = false;
        let mut body = ArenaVec::with_capacity_in(class.body.body.len() + 2, &self.ast);
        for (mut element, place) in class.body.body.take_in(&self.ast).into_iter().zip(places) {
            let Some(place) = place else {
                body.push(element);
                continue;
            };
            on_instances |= !element.r#static() && !matches!(element, ClassElement::PropertyDefinition(_));
            self.spec(&mut specs, &mut element, place, &state);
            self.element(&mut body, element, place, &state);
        }
        if inside
            && let Some(first) = first.take()
            && let Some((key, computed)) = body.iter_mut().find(|it| is_public(it)).and_then(key_mut)
        {
            let mut text = Text { text: format!("({state} = "), values: Vec::new() };
            self.add(&mut text, first);
            text.text.push_str(", ");
            self.add(&mut text, self.name_of(key));
            text.text.push(')');
            *key = PropertyKey::from(self.expression(text));
            *computed = true;
        }

        let mut start =
            Text { text: format!("static {{ {state} = {}(this, {state}, [", self.helper), values: Vec::new() };
        start.text.push_str(&specs.text);
        start.values = specs.values;
        start.text.push(']');
        if own.is_some() {
            start.text.push_str(&format!(", {state}c"));
            if let Some(name) = name {
                start.text.push_str(", ");
                self.add(&mut start, Expression::new_string_literal(SPAN, name, None, &self.ast));
            }
        }
        start.text.push_str(&format!("); {}{state}.s(); }}", own_name(&own, name, &state)));
        if on_instances {
            start.text.push_str(&format!("#{state}p = {state}.p(this);"));
        }
        let mut elements = self.elements(start);
        elements.append(&mut body);
        if own.is_some() {
            elements
                .append(&mut self.elements(Text { text: format!("static {{ {state}.e(); }}"), values: Vec::new() }));
        }
        class.body.body = elements;
        Decorated { state, first, own }
    }

    /// Adds what the helper is told of an element: `[kind, name, place, …]`; of a private one also how it is reached, and the
    /// functions that it has.
    fn spec(&mut self, out: &mut Text<'a>, element: &mut ClassElement<'a>, place: usize, state: &str) {
        let kind = match element {
            ClassElement::MethodDefinition(it) => match it.kind {
                MethodDefinitionKind::Get => GETTER,
                MethodDefinitionKind::Set => SETTER,
                MethodDefinitionKind::Method | MethodDefinitionKind::Constructor => METHOD,
            },
            ClassElement::AccessorProperty(_) => ACCESSOR,
            _ => FIELD,
        };
        let is_static = if element.r#static() { STATIC } else { 0 };
        let Some((key, _)) = key_mut(element) else { return };
        let name = self.name_of(key);
        let private = if let PropertyKey::PrivateIdentifier(key) = key { Some(key.name) } else { None };
        let code = kind | is_static | if private.is_some() { PRIVATE } else { 0 };
        out.text.push_str(&format!("[{code}, "));
        self.add(out, name);
        out.text.push_str(&format!(", {place}"));
        if let Some(name) = private {
            let get = if kind == SETTER { "void 0".to_string() } else { format!("(o) => o.#{name}") };
            let set = match kind {
                SETTER | ACCESSOR | FIELD => format!("(o, v) => {{ o.#{name} = v; }}"),
                _ => "void 0".to_string(),
            };
            out.text.push_str(&format!(", (o) => #{name} in o, {get}, {set}"));
            match element {
                ClassElement::MethodDefinition(it) => {
                    let mut search = Search::default();
                    search.visit_function(&it.value, oxc::semantic::ScopeFlags::Function);
                    if search.home {
                        self.refuse(it.span, "a decorated private method with `super`");
                    }
                    out.text.push_str(", ");
                    let mut function = it.value.take_in_box(&self.ast);
                    function.r#type = FunctionType::FunctionExpression;
                    self.add(out, Expression::FunctionExpression(function));
                }
                ClassElement::AccessorProperty(_) => {
                    let storage = format!("this.#{state}_{place}");
                    out.text
                        .push_str(&format!(", function () {{ return {storage}; }}, function (v) {{ {storage} = v; }}"));
                }
                _ => {}
            }
        }
        out.text.push_str("],");
    }

    /// Adds what becomes of a decorated element.
    fn element(&self, body: &mut ArenaVec<'a, ClassElement<'a>>, element: ClassElement<'a>, place: usize, state: &str) {
        let kept = format!("{state}[{place}]");
        let word = if element.r#static() { "static " } else { "" };
        let private = match element.property_key() {
            Some(PropertyKey::PrivateIdentifier(key)) => Some(key.name),
            _ => None,
        };
        let plain = |text: String| self.elements(Text { text, values: Vec::new() });
        let has_value = !matches!(element, ClassElement::MethodDefinition(_));
        match (element, private) {
            (ClassElement::MethodDefinition(it), Some(name)) => body.append(&mut plain(match it.kind {
                MethodDefinitionKind::Get => format!("{word}get #{name}() {{ return {kept}.call(this); }}"),
                MethodDefinitionKind::Set => format!("{word}set #{name}(v) {{ {kept}.call(this, v); }}"),
                _ => format!("{word}get #{name}() {{ return {kept}; }}"),
            })),
            (ClassElement::PropertyDefinition(mut it), _) => {
                it.value = Some(self.initial(it.value.take(), &kept));
                body.push(ClassElement::PropertyDefinition(it));
            }
            (ClassElement::AccessorProperty(mut it), None) => {
                it.value = Some(self.initial(it.value.take(), &kept));
                body.push(ClassElement::AccessorProperty(it));
            }
            (ClassElement::AccessorProperty(mut it), Some(name)) => {
                let mut text = Text { text: format!("{word}#{state}_{place} = "), values: Vec::new() };
                self.add(&mut text, self.initial(it.value.take(), &kept));
                text.text.push_str(&format!(
                    "; {word}get #{name}() {{ return {kept}.get.call(this); }} \
                     {word}set #{name}(v) {{ {kept}.set.call(this, v); }}"
                ));
                body.append(&mut self.elements(text));
            }
            (other, _) => body.push(other),
        }
        if has_value {
            body.append(&mut plain(match word {
                "" => format!("#{state}x{place} = {kept}.x(this);"),
                _ => format!("static {{ {kept}.x(this); }}"),
            }));
        }
    }

    /// What a field is at first: what its decorators make of its value.
    fn initial(&self, value: Option<Expression<'a>>, kept: &str) -> Expression<'a> {
        let mut text = Text { text: format!("{kept}(this"), values: Vec::new() };
        if let Some(value) = value {
            text.text.push_str(", ");
            self.add(&mut text, value);
        }
        text.text.push(')');
        self.expression(text)
    }

    /// A class as an expression, in a function of its own.
    fn in_function(&mut self, mut class: ArenaBox<'a, Class<'a>>, hint: Option<Ident<'a>>) -> Expression<'a> {
        if let Some(span) = waits(&class) {
            self.refuse(span, "a class that is made in a function, and waits,");
        }
        let id = class.id.as_ref().map(|id| id.name);
        let name = id.or(hint);
        class.r#type = ClassType::ClassExpression;
        let Decorated { state, first, own } = self.class(&mut class, name);
        let replaced = own.is_some();
        if let Some(name) = name.filter(|_| replaced) {
            let original = self.expression(Text { text: format!("{state}.o"), values: Vec::new() });
            StaticPrivates { ast: &self.ast, name, original }.visit_class(&mut class);
        }
        let mut text = Text { text: format!("(() => {{ let {state}"), values: Vec::new() };
        if let Some(first) = first {
            text.text.push_str(" = ");
            self.add(&mut text, first);
        }
        if let Some(own) = own {
            text.text.push_str(&format!(", {state}c = "));
            self.add(&mut text, own);
        }
        // What the class is called in itself is what takes its place.
        let inner = match name {
            Some(name) if replaced || id.is_none() => Some(name.to_string()),
            None if replaced => Some(format!("{state}k")),
            _ => None,
        };
        if replaced {
            class.id = None;
        }
        if let Some(inner) = &inner {
            text.text.push_str(&format!(", {inner}; {inner} = "));
        } else {
            text.text.push_str("; return ");
        }
        self.add(&mut text, Expression::ClassExpression(class));
        text.text.push(';');
        match &inner {
            Some(inner) if replaced => text.text.push_str(&format!("return {inner} = {state}.c;")),
            Some(inner) => text.text.push_str(&format!("return {inner};")),
            None => {}
        }
        text.text.push_str("})()");
        self.expression(text)
    }

    /// `let name = value`
    fn variable(&self, name: &str, value: Option<Expression<'a>>) -> ArenaVec<'a, Statement<'a>> {
        let mut text = Text { text: format!("let {name}"), values: Vec::new() };
        if let Some(value) = value {
            text.text.push_str(" = ");
            self.add(&mut text, value);
        }
        self.statements(text)
    }

    /// Adds a statement, with what a class that it declares needs before it.
    fn statement(&mut self, mut statement: Statement<'a>, out: &mut ArenaVec<'a, Statement<'a>>) {
        let class = match &mut statement {
            Statement::ClassDeclaration(it) => it,
            Statement::ExportDeclaration(it) => match &mut it.declaration {
                Declaration::ClassDeclaration(it) => it,
                _ => return out.push(statement),
            },
            Statement::ExportDefaultDeclaration(it) => match &mut it.declaration {
                ExportDefaultDeclarationKind::ClassDeclaration(it) => it,
                _ => return out.push(statement),
            },
            _ => return out.push(statement),
        };
        if !is_decorated(class) {
            return out.push(statement);
        }
        let id = class.id.as_ref().map(|id| id.name);
        if class.decorators.is_empty() {
            let Decorated { state, first, .. } = self.class(class, id);
            out.append(&mut self.variable(&state, first));
            return out.push(statement);
        }
        let class = class.take_in_box(&self.ast);
        let value = self.in_function(class, None);
        match (statement, id) {
            (Statement::ExportDefaultDeclaration(mut it), None) => {
                it.declaration = ExportDefaultDeclarationKind::from(value);
                out.push(Statement::ExportDefaultDeclaration(it));
            }
            (statement, Some(id)) => {
                let mut declared = self.variable(&id, Some(value));
                match statement {
                    Statement::ExportDeclaration(mut it) => {
                        if let Some(Statement::VariableDeclaration(variable)) = declared.pop() {
                            it.declaration = Declaration::VariableDeclaration(variable);
                        }
                        out.push(Statement::ExportDeclaration(it));
                    }
                    Statement::ExportDefaultDeclaration(_) => {
                        out.append(&mut declared);
                        let export = format!("export {{ {id} as default }};");
                        out.append(&mut self.parse(&Text { text: export, values: Vec::new() }));
                    }
                    _ => out.append(&mut declared),
                }
            }
            (statement, None) => out.push(statement),
        }
    }
}

/// The assignment that puts what decorators made of a class in its place.
fn own_name(own: &Option<Expression<'_>>, name: Option<Ident<'_>>, state: &str) -> String {
    match (own, name) {
        (Some(_), Some(name)) => format!("{name} = {state}.c; "),
        (Some(_), None) => format!("{state}k = {state}.c; "),
        (None, _) => String::new(),
    }
}

impl<'a> VisitMut<'a> for Lowering<'a> {
    fn visit_statements(&mut self, it: &mut ArenaVec<'a, Statement<'a>>) {
        walk_mut::walk_statements(self, it);
        let declares = |it: &Statement<'a>| match it {
            Statement::ClassDeclaration(it) => is_decorated(it),
            Statement::ExportDeclaration(it) => {
                matches!(&it.declaration, Declaration::ClassDeclaration(it) if is_decorated(it))
            }
            Statement::ExportDefaultDeclaration(it) => {
                matches!(&it.declaration, ExportDefaultDeclarationKind::ClassDeclaration(it) if is_decorated(it))
            }
            _ => false,
        };
        if it.iter().any(declares) {
            let mut out = ArenaVec::with_capacity_in(it.len() + 1, &self.ast);
            for statement in it.take_in(&self.ast) {
                self.statement(statement, &mut out);
            }
            *it = out;
        }
    }

    fn visit_variable_declarator(&mut self, it: &mut VariableDeclarator<'a>) {
        if let (BindingPattern::BindingIdentifier(id), Some(Expression::ClassExpression(_))) = (&it.id, &it.init) {
            self.hint = Some(id.name);
        }
        walk_mut::walk_variable_declarator(self, it);
        self.hint = None;
    }

    fn visit_expression(&mut self, it: &mut Expression<'a>) {
        let hint = self.hint.take();
        walk_mut::walk_expression(self, it);
        if matches!(it, Expression::ClassExpression(class) if is_decorated(class))
            && let Expression::ClassExpression(class) = it.take_in(&self.ast)
        {
            *it = self.in_function(class, hint);
        }
    }
}

/// Leads `A.#x` to the class that was written, which has its private static elements, where another one is called `A`.
struct StaticPrivates<'b, 'a> {
    ast: &'b AstBuilder<'a>,
    name: Ident<'a>,
    original: Expression<'a>,
}

impl<'a> VisitMut<'a> for StaticPrivates<'_, 'a> {
    fn visit_private_field_expression(&mut self, it: &mut PrivateFieldExpression<'a>) {
        walk_mut::walk_private_field_expression(self, it);
        if matches!(&it.object, Expression::Identifier(object) if object.name == self.name) {
            it.object = self.original.clone_in(self.ast.allocator());
        }
    }
}

/// Puts expressions in their places, and takes the spans of made-up code away.
struct Fill<'a> {
    slot: Ident<'a>,
    values: Vec<Option<Expression<'a>>>,
}

impl<'a> VisitMut<'a> for Fill<'a> {
    fn visit_span(&mut self, it: &mut Span) {
        *it = SPAN;
    }

    fn visit_expression(&mut self, it: &mut Expression<'a>) {
        let number = match it {
            Expression::Identifier(it) => {
                it.name.strip_prefix(self.slot.as_str()).and_then(|n| n.parse::<usize>().ok())
            }
            _ => None,
        };
        match number.and_then(|n| self.values.get_mut(n)).and_then(Option::take) {
            Some(value) => *it = value,
            None => walk_mut::walk_expression(self, it),
        }
    }
}
