//! Class elements that oxc's transformer does not lower, or not rightly, written with those that it does.

use oxc::allocator::{CloneIn, GetAllocator, TakeIn, Vec as ArenaVec};
use oxc::ast::ast::*;
use oxc::ast::builder::AstBuilder;
use oxc::ast_visit::{Visit, VisitMut, walk_mut};
use oxc::span::{GetSpan, SPAN};
use oxc::str::Ident;

use super::{JsInput, chains, targets, transform};

/// Rewrites the classes of a program; says whether it changed anything, and the scoping is then stale.
pub(super) fn lower<'a>(ast: AstBuilder<'a>, program: &mut Program<'a>, input: &JsInput<'_>) -> bool {
    let has = |word: &str| memchr::memmem::find(input.source.as_bytes(), word.as_bytes()).is_some();
    let lowers = input.options.target.as_deref().is_some_and(|target| target != "esnext");
    let accessors = lowers && has("accessor");
    let decorators = input.ts.is_some_and(|ts| ts.experimental_decorators) && has("@");
    let (legacy, private_names) = (decorators && has("static"), decorators && has("#"));
    let supers = input.lang.ts && has("super(") && (has("= super(") || has("=super("));
    let keyed = input.options.target.is_some()
        && has("class")
        && has("[")
        && transform::target_env(input.options).is_ok_and(|env| env.es2022.class_properties.is_some());
    let blocks = input.options.target.is_some()
        && has("static")
        && transform::target_env(input.options).is_ok_and(|env| env.es2022.class_static_block);
    let declares = input.lang.ts && has("declare [");
    if !accessors && !legacy && !private_names && !supers && !keyed && !blocks && !declares {
        return false;
    }
    let assigns = input.ts.is_some_and(|ts| ts.use_define_for_class_fields == Some(false));
    let mut key_name = String::from("_key");
    while has(&key_name) {
        key_name.push('_');
    }
    let mut lowering = Lowering {
        ast,
        accessors,
        legacy,
        private_names,
        assigns,
        supers,
        keyed,
        blocks,
        key_name,
        keys: Vec::new(),
        changed: false,
    };
    lowering.visit_program(program);
    let keys = std::mem::take(&mut lowering.keys);
    if !keys.is_empty() {
        let ast = &lowering.ast;
        let declarators = keys.into_iter().map(|name| {
            let id = BindingPattern::BindingIdentifier(BindingIdentifier::boxed(SPAN, name, ast));
            VariableDeclarator::new(SPAN, id, None, None, false, ast)
        });
        let declarators = ArenaVec::from_iter_in(declarators, ast);
        let declaration = VariableDeclaration::boxed(SPAN, VariableDeclarationKind::Var, declarators, false, ast);
        program.body.push(Statement::VariableDeclaration(declaration));
    }
    lowering.changed
}

struct Lowering<'a> {
    ast: AstBuilder<'a>,
    /// `accessor x` is newer than the target.
    accessors: bool,
    /// Decorators are TypeScript's old ones.
    legacy: bool,
    /// Decorators of that kind may mention private names.
    private_names: bool,
    /// Fields are assigned, not defined.
    assigns: bool,
    /// Fields and parameter properties are moved behind `super()`.
    supers: bool,
    /// Keys of fields are evaluated before the class.
    keyed: bool,
    /// Static blocks are lowered.
    blocks: bool,
    /// The start of names for computed keys, which the text does not have.
    key_name: String,
    /// Variables that keep computed keys.
    keys: Vec<Ident<'a>>,
    changed: bool,
}

impl<'a> VisitMut<'a> for Lowering<'a> {
    fn visit_expression(&mut self, it: &mut Expression<'a>) {
        walk_mut::walk_expression(self, it);
        if self.keyed
            && let Expression::ClassExpression(class) = it
            && names_itself_early(class)
        {
            self.declare_in_function(it);
        }
    }

    fn visit_decorator(&mut self, it: &mut Decorator<'a>) {
        walk_mut::walk_decorator(self, it);
        if self.private_names {
            self.keep_in_class(it);
        }
    }

    fn visit_class(&mut self, it: &mut Class<'a>) {
        walk_mut::walk_class(self, it);
        if self.keyed && moves_keys(it) {
            self.evaluate_heritage_first(it);
            self.evaluate_own_name(it);
        }
        if self.blocks && it.is_expression() {
            self.keep_blocks_behind(it);
        }
        if self.supers && it.heritage.is_some() {
            for element in &mut it.body.body {
                if let ClassElement::MethodDefinition(it) = element
                    && it.kind == MethodDefinitionKind::Constructor
                    && let Some(body) = &mut it.value.body
                {
                    self.take_super_out(&mut body.statements);
                }
            }
        }
    }

    fn visit_class_body(&mut self, it: &mut ClassBody<'a>) {
        // Of a field that is only declared nothing is left, its key included.
        let is_declared = |it: &ClassElement<'a>| match it {
            ClassElement::PropertyDefinition(it) => it.declare && it.computed && it.decorators.is_empty(),
            _ => false,
        };
        if it.body.iter().any(is_declared) {
            self.changed = true;
            it.body.retain(|it| !is_declared(it));
        }
        walk_mut::walk_class_body(self, it);
        if self.accessors && it.body.iter().any(|it| matches!(it, ClassElement::AccessorProperty(_))) {
            self.lower_accessors(it);
        }
        if self.legacy && it.body.iter().any(|it| it.r#static() && has_decorators(it)) {
            self.lower_static_decorators(it);
        }
    }
}

fn has_decorators(element: &ClassElement<'_>) -> bool {
    match element {
        ClassElement::PropertyDefinition(it) => !it.decorators.is_empty(),
        ClassElement::MethodDefinition(it) => !it.decorators.is_empty(),
        ClassElement::AccessorProperty(it) => !it.decorators.is_empty(),
        _ => false,
    }
}

fn is_field(element: &ClassElement<'_>) -> bool {
    matches!(element, ClassElement::PropertyDefinition(_) | ClassElement::AccessorProperty(_))
}

/// Whether evaluating an element's key does something.
fn has_computed_key(element: &ClassElement<'_>) -> bool {
    element.property_key().is_some_and(|key| key.as_expression().is_some_and(|key| !key.is_literal()))
}

/// Whether keys are evaluated before the class: all of them, where it has a field or a static block.
fn moves_keys(class: &Class<'_>) -> bool {
    let elements = &class.body.body;
    elements.iter().any(|it| is_field(it) || matches!(it, ClassElement::StaticBlock(_)))
        && elements.iter().any(has_computed_key)
}

/// Whether a key that moves out of a class mentions it by its name. What waits cannot move into a function.
fn names_itself_early(class: &Class<'_>) -> bool {
    let Some(id) = class.id.as_ref().filter(|_| moves_keys(class)) else { return false };
    let keys = || class.body.body.iter().filter_map(|it| it.property_key()?.as_expression());
    let heritage = class.heritage.iter().map(|it| &it.expression);
    let mentions = |key: &Expression<'_>| {
        let mut search = Mentions { name: id.name, found: false };
        search.visit_expression(key);
        search.found
    };
    keys().any(mentions) && !keys().chain(heritage).any(chains::pauses)
}

/// Looks for a private name.
struct Private<'a> {
    name: Option<Ident<'a>>,
}

impl<'a> Visit<'a> for Private<'a> {
    fn visit_private_identifier(&mut self, it: &PrivateIdentifier<'a>) {
        self.name = Some(it.name);
    }
}

/// Looks for a name.
struct Mentions<'a> {
    name: Ident<'a>,
    found: bool,
}

impl<'a> Visit<'a> for Mentions<'_> {
    fn visit_identifier_reference(&mut self, it: &IdentifierReference<'a>) {
        self.found |= it.name == self.name;
    }
}

impl<'a> Lowering<'a> {
    /// A new variable, and an assignment to it.
    fn keep(&mut self, span: oxc::span::Span, value: Expression<'a>) -> (Ident<'a>, Expression<'a>) {
        let name = Ident::from_str_in(&format!("{}{}", self.key_name, self.keys.len()), &self.ast);
        self.keys.push(name);
        let ast = &self.ast;
        let target = AssignmentTarget::AssignmentTargetIdentifier(IdentifierReference::boxed(span, name, ast));
        (name, Expression::new_assignment_expression(span, AssignmentOperator::Assign, target, value, ast))
    }

    /// `class A extends b() { [c()] = 1 }` as `class A extends _key { [(_key = b(), c())] = 1 }`.
    fn evaluate_heritage_first(&mut self, class: &mut Class<'a>) {
        let Some(heritage) = &mut class.heritage else { return };
        let value = &mut heritage.expression;
        if value.is_identifier_reference() || value.is_literal() {
            return;
        }
        let first = class.body.body.iter_mut().find(|it| has_computed_key(it));
        let key = first.and_then(|it| match it {
            ClassElement::MethodDefinition(it) => it.key.as_expression_mut(),
            ClassElement::PropertyDefinition(it) => it.key.as_expression_mut(),
            ClassElement::AccessorProperty(it) => it.key.as_expression_mut(),
            _ => None,
        });
        let Some(key) = key else { return };
        self.changed = true;
        let taken = value.take_in(&self.ast);
        let (name, kept) = self.keep(SPAN, taken);
        *value = Expression::new_identifier(SPAN, name, &self.ast);
        let span = key.span();
        let taken = key.take_in(&self.ast);
        *key = Expression::new_sequence_expression(span, [kept, taken], &self.ast);
    }

    /// A class's name as the key of its field, `[A] = 1`, as `[(0, A)] = 1`: a name alone is read no earlier than the field is
    /// made.
    fn evaluate_own_name(&mut self, class: &mut Class<'a>) {
        let Some(name) = class.id.as_ref().map(|id| id.name) else { return };
        for element in &mut class.body.body {
            let ClassElement::PropertyDefinition(field) = element else { continue };
            let Some(key) = field.key.as_expression_mut() else { continue };
            if matches!(key, Expression::Identifier(it) if it.name == name) {
                self.changed = true;
                let taken = key.take_in(&self.ast);
                *key = targets::apart(&self.ast, SPAN, taken);
            }
        }
    }

    /// `class A { [A.b] = 1 }` as `(() => { class A { [A.b] = 1 } return A })()`: the key moves out of the class, where the
    /// name must still be that of the class, which is not there yet.
    fn declare_in_function(&mut self, it: &mut Expression<'a>) {
        let Expression::ClassExpression(mut class) = it.take_in(&self.ast) else { return };
        self.changed = true;
        class.r#type = ClassType::ClassDeclaration;
        let ast = &self.ast;
        let name = class.id.as_ref().map(|id| Expression::new_identifier(SPAN, id.name, ast));
        let statements = [Statement::ClassDeclaration(class), Statement::new_return_statement(SPAN, name, ast)];
        let statements = ArenaVec::from_iter_in(statements, ast);
        *it = targets::called(ast, statements);
    }

    /// A static block that does not mention its class runs before that, where the class is an expression: it mentions it.
    fn keep_blocks_behind(&mut self, class: &mut Class<'a>) {
        let has_blocks = class.body.body.iter().any(|it| matches!(it, ClassElement::StaticBlock(_)));
        if !has_blocks || class.heritage.is_none() && !class.body.body.iter().any(has_computed_key) {
            return;
        }
        self.changed = true;
        let ast = &self.ast;
        let this = Statement::new_expression_statement(SPAN, Expression::new_this_expression(SPAN, ast), ast);
        class.body.body.insert(0, ClassElement::StaticBlock(StaticBlock::boxed(SPAN, [this], ast)));
    }

    /// `const a = super(b)` as `super(b); const a = this`.
    fn take_super_out(&mut self, statements: &mut ArenaVec<'a, Statement<'a>>) {
        let found = statements.iter_mut().enumerate().find_map(|(i, statement)| match statement {
            Statement::VariableDeclaration(it) => {
                let init = it.declarations.first_mut()?.init.as_mut()?;
                init.is_super_call_expression().then_some((i, init))
            }
            _ => None,
        });
        let Some((i, init)) = found else { return };
        self.changed = true;
        let this = Expression::new_this_expression(SPAN, &self.ast);
        let call = std::mem::replace(init, this);
        let statement = Statement::new_expression_statement(call.span(), call, &self.ast);
        statements.insert(i, statement);
    }

    /// Static elements go behind the others, whose decorators run first, and an initialiser out of a decorated static
    /// field: `@d static x = 1` as `@d static x; static { this.x = 1 }`.
    fn lower_static_decorators(&mut self, class: &mut ClassBody<'a>) {
        self.changed = true;
        // Keys are evaluated in order, so where one can do something the order must stay.
        let moves = !class.body.iter().any(has_computed_key);
        let body = class.body.take_in(&self.ast);
        let mut out = ArenaVec::with_capacity_in(body.len() + 1, &self.ast);
        let mut behind = Vec::new();
        for mut element in body {
            let initialiser = if self.assigns { self.take_initialiser(&mut element) } else { None };
            let elements = [Some(element), initialiser].into_iter().flatten();
            for element in elements {
                let is_static = element.r#static() || matches!(element, ClassElement::StaticBlock(_));
                if moves && is_static { behind.push(element) } else { out.push(element) }
            }
        }
        out.extend(behind);
        class.body = out;
    }

    /// `@d(A.#x)` as `@(#x in {}, d(A.#x))`: decorators stay in their class where one of them asks for a private name so.
    fn keep_in_class(&mut self, decorator: &mut Decorator<'a>) {
        let mut search = Private { name: None };
        search.visit_decorator(decorator);
        let Some(name) = search.name else { return };
        self.changed = true;
        let ast = &self.ast;
        let name = PrivateIdentifier::new(SPAN, name, ast);
        let empty = Expression::new_object_expression(SPAN, ArenaVec::new_in(ast), ast);
        let asks = Expression::new_private_in_expression(SPAN, name, empty, ast);
        let value = decorator.expression.take_in(ast);
        decorator.expression = Expression::new_sequence_expression(SPAN, [asks, value], ast);
    }

    fn take_initialiser(&self, element: &mut ClassElement<'a>) -> Option<ClassElement<'a>> {
        let ClassElement::PropertyDefinition(field) = element else { return None };
        if !field.r#static || field.decorators.is_empty() || field.declare {
            return None;
        }
        let span = field.span;
        let this = Expression::new_this_expression(SPAN, &self.ast);
        let target = match &field.key {
            PropertyKey::StaticIdentifier(key) => {
                let property = IdentifierName::new(key.span, key.name, &self.ast);
                AssignmentTarget::new_static_member_expression(key.span, this, property, false, &self.ast)
            }
            PropertyKey::StringLiteral(key) => {
                let key = Expression::new_string_literal(key.span, key.value, None, &self.ast);
                AssignmentTarget::new_computed_member_expression(key.span(), this, key, false, &self.ast)
            }
            _ => return None,
        };
        let value = field.value.take()?;
        let assignment =
            Expression::new_assignment_expression(span, AssignmentOperator::Assign, target, value, &self.ast);
        let statement = Statement::new_expression_statement(span, assignment, &self.ast);
        Some(ClassElement::StaticBlock(StaticBlock::boxed(span, [statement], &self.ast)))
    }

    /// `accessor x = 1` as a private field with a getter and a setter.
    fn lower_accessors(&mut self, class: &mut ClassBody<'a>) {
        self.changed = true;
        let taken: Vec<Ident<'a>> = class
            .body
            .iter()
            .filter_map(|it| match it.property_key() {
                Some(PropertyKey::PrivateIdentifier(key)) => Some(key.name),
                _ => None,
            })
            .collect();
        let body = class.body.take_in(&self.ast);
        let mut out = ArenaVec::with_capacity_in(body.len() + 2, &self.ast);
        for (i, element) in body.into_iter().enumerate() {
            match element {
                ClassElement::AccessorProperty(it) if it.r#type == AccessorPropertyType::AccessorProperty => {
                    let it = it.unbox();
                    let key_text = match &it.key {
                        PropertyKey::StaticIdentifier(key) => key.name.as_str(),
                        PropertyKey::PrivateIdentifier(key) => key.name.as_str(),
                        _ => "",
                    };
                    let mut storage = format!("{key_text}_accessor_{i}");
                    while taken.iter().any(|name| name.as_str() == storage) {
                        storage.push('_');
                    }
                    let storage = Ident::from_str_in(&storage, &self.ast);
                    out.extend(self.accessor(it, storage));
                }
                other => out.push(other),
            }
        }
        class.body = out;
    }

    /// The two keys of a getter and a setter. What a computed key evaluates is evaluated once: `[key = …]`, then `[key]`.
    fn keys(&mut self, key: PropertyKey<'a>) -> (PropertyKey<'a>, PropertyKey<'a>) {
        let is_plain = matches!(
            key,
            PropertyKey::StaticIdentifier(_)
                | PropertyKey::PrivateIdentifier(_)
                | PropertyKey::StringLiteral(_)
                | PropertyKey::NumericLiteral(_)
        );
        if is_plain {
            let copy = key.clone_in(self.ast.allocator());
            return (key, copy);
        }
        let span = key.span();
        let (name, first) = self.keep(span, key.into_expression());
        (PropertyKey::from(first), PropertyKey::from(Expression::new_identifier(span, name, &self.ast)))
    }

    fn accessor(&mut self, it: AccessorProperty<'a>, storage: Ident<'a>) -> [ClassElement<'a>; 3] {
        let (read_key, write_key) = self.keys(it.key);
        let ast = &self.ast;
        let span = it.span;
        let field = PropertyKey::PrivateIdentifier(PrivateIdentifier::boxed(span, storage, ast));
        let value = PropertyDefinition::boxed(
            span,
            PropertyDefinitionType::PropertyDefinition,
            [],
            field,
            None,
            it.value,
            false,
            it.r#static,
            false,
            false,
            false,
            false,
            false,
            None,
            ast,
        );
        let own = || {
            let field = PrivateIdentifier::new(span, storage, ast);
            PrivateFieldExpression::boxed(span, Expression::new_this_expression(span, ast), field, false, ast)
        };
        let given = Ident::from_str_in("value", ast);
        let read = Statement::new_return_statement(span, Some(Expression::PrivateFieldExpression(own())), ast);
        let write = Expression::new_assignment_expression(
            span,
            AssignmentOperator::Assign,
            AssignmentTarget::PrivateFieldExpression(own()),
            Expression::new_identifier(span, given, ast),
            ast,
        );
        let write = Statement::new_expression_statement(span, write, ast);
        let pattern = BindingPattern::BindingIdentifier(BindingIdentifier::boxed(span, given, ast));
        let parameter = FormalParameter::new_plain(span, pattern, ast);
        let method = |kind, key, decorators, parameter: Option<FormalParameter<'a>>, statement| {
            let parameters = ArenaVec::from_iter_in(parameter, ast);
            let kind_of = FormalParameterKind::FormalParameter;
            let parameters = FormalParameters::boxed(SPAN, kind_of, parameters, None, ast);
            let body = FunctionBody::boxed(SPAN, [], [statement], ast);
            let kind_of = FunctionType::FunctionExpression;
            let function = Function::boxed(
                span,
                kind_of,
                None,
                false,
                false,
                false,
                None,
                None,
                parameters,
                None,
                Some(body),
                ast,
            );
            let kind_of = MethodDefinitionType::MethodDefinition;
            let method = MethodDefinition::boxed(
                span,
                kind_of,
                decorators,
                key,
                function,
                kind,
                it.computed,
                it.r#static,
                false,
                false,
                None,
                ast,
            );
            ClassElement::MethodDefinition(method)
        };
        let nothing = ArenaVec::new_in(ast);
        [
            ClassElement::PropertyDefinition(value),
            method(MethodDefinitionKind::Get, read_key, it.decorators, None, read),
            method(MethodDefinitionKind::Set, write_key, nothing, Some(parameter), write),
        ]
    }
}
