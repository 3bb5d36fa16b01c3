//! `--keep-names` where classes are lowered: what has no name but that of its place in the source (`let A = class {}`,
//! a field `a = () => {}`) would lose it with its place. It is marked first; the mark becomes a call of the helper.

use nexxo_base::{Map, Name};
use oxc::allocator::TakeIn;
use oxc::ast::ast::*;
use oxc::ast::builder::AstBuilder;
use oxc::ast_visit::{Visit, VisitMut, walk, walk_mut};
use oxc::str::Ident;

use super::keep_names::{self, ClassName};
use super::{JsInput, Origin, mentions, transform};

/// The name of the helper until names are slots.
pub(super) const MARK: &str = "__nexxo_keep_name__";

/// Marks what lowering takes the name from; says whether it changed anything, and the scoping is then stale.
pub(super) fn mark<'a>(ast: AstBuilder<'a>, program: &mut Program<'a>, input: &JsInput<'_>) -> bool {
    if !lowers_classes(input) {
        return false;
    }
    let mut marking = Marking { ast, changed: false };
    marking.visit_program(program);
    marking.changed
}

/// Where private methods start, which lowering makes functions of, and what they are called.
pub(super) fn private_methods(program: &Program<'_>, input: &JsInput<'_>) -> Map<u32, Name> {
    struct Methods(Map<u32, Name>);
    impl<'a> Visit<'a> for Methods {
        fn visit_method_definition(&mut self, it: &MethodDefinition<'a>) {
            if let PropertyKey::PrivateIdentifier(key) = &it.key
                && it.kind.is_method()
            {
                self.0.insert(it.span.start, Name::from(format!("#{}", key.name)));
            }
            walk::walk_method_definition(self, it);
        }
    }
    let mut methods = Methods(Map::default());
    if lowers_classes(input) && mentions(input, "#") {
        methods.visit_program(program);
    }
    methods.0
}

/// Whether classes are lowered whose names are to be kept.
fn lowers_classes(input: &JsInput<'_>) -> bool {
    let lowers = || {
        let env = transform::target_env(input.options);
        env.is_ok_and(|env| env.es2022.class_properties.is_some() || env.es2022.class_static_block)
    };
    input.options.keep_names && input.origin == Origin::Source && mentions(input, "class") && lowers()
}

struct Marking<'a> {
    ast: AstBuilder<'a>,
    changed: bool,
}

impl<'a> Marking<'a> {
    fn call(&mut self, value: Expression<'a>, name: Ident<'a>) -> Expression<'a> {
        self.changed = true;
        keep_names::call(&self.ast, MARK.into(), value, name, true)
    }

    /// Names a class that has no name of its own.
    fn name_class(&mut self, value: &mut Expression<'a>, name: Ident<'a>) {
        let Expression::ClassExpression(class) = value else { return };
        if class.id.is_some() {
            return;
        }
        match keep_names::class_name(class) {
            ClassName::Own => {}
            ClassName::Early => self.name_early(class, name),
            ClassName::Late => {
                let class = value.take_in(&self.ast);
                *value = self.call(class, name);
            }
        }
    }

    fn name_early(&mut self, class: &mut Class<'a>, name: Ident<'a>) {
        self.changed = true;
        keep_names::name_early(&self.ast, MARK.into(), class, name);
    }

    fn name_value(&mut self, value: &mut Expression<'a>, name: Ident<'a>) {
        let nameless = match &*value {
            Expression::ArrowFunctionExpression(_) => true,
            Expression::FunctionExpression(it) => it.id.is_none(),
            _ => false,
        };
        if nameless {
            let taken = value.take_in(&self.ast);
            *value = self.call(taken, name);
        } else {
            self.name_class(value, name);
        }
    }

    /// The name that a key gives to what stands behind it.
    fn key_name(&self, key: &PropertyKey<'a>) -> Option<Ident<'a>> {
        match key {
            PropertyKey::PrivateIdentifier(key) => Some(Ident::from_str_in(&format!("#{}", key.name), &self.ast)),
            key => key.static_name().map(|name| Ident::from_str_in(&name, &self.ast)),
        }
    }
}

impl<'a> VisitMut<'a> for Marking<'a> {
    fn visit_property_definition(&mut self, it: &mut PropertyDefinition<'a>) {
        walk_mut::walk_property_definition(self, it);
        if let (Some(name), Some(value)) = (self.key_name(&it.key), &mut it.value) {
            self.name_value(value, name);
        }
    }

    fn visit_object_property(&mut self, it: &mut ObjectProperty<'a>) {
        walk_mut::walk_object_property(self, it);
        if !it.method
            && it.kind == PropertyKind::Init
            && let Some(name) = self.key_name(&it.key)
        {
            self.name_class(&mut it.value, name);
        }
    }

    fn visit_variable_declarator(&mut self, it: &mut VariableDeclarator<'a>) {
        walk_mut::walk_variable_declarator(self, it);
        if let (BindingPattern::BindingIdentifier(id), Some(init)) = (&it.id, &mut it.init) {
            self.name_class(init, id.name);
        }
    }

    fn visit_assignment_pattern(&mut self, it: &mut AssignmentPattern<'a>) {
        walk_mut::walk_assignment_pattern(self, it);
        if let BindingPattern::BindingIdentifier(id) = &it.left {
            self.name_class(&mut it.right, id.name);
        }
    }

    fn visit_formal_parameter(&mut self, it: &mut FormalParameter<'a>) {
        walk_mut::walk_formal_parameter(self, it);
        if let (BindingPattern::BindingIdentifier(id), Some(init)) = (&it.pattern, &mut it.initializer) {
            self.name_class(init, id.name);
        }
    }

    fn visit_assignment_expression(&mut self, it: &mut AssignmentExpression<'a>) {
        walk_mut::walk_assignment_expression(self, it);
        let names = matches!(it.operator, AssignmentOperator::Assign) || it.operator.is_logical();
        if let AssignmentTarget::AssignmentTargetIdentifier(target) = &it.left
            && names
        {
            self.name_class(&mut it.right, target.name);
        }
    }

    fn visit_assignment_target_with_default(&mut self, it: &mut AssignmentTargetWithDefault<'a>) {
        walk_mut::walk_assignment_target_with_default(self, it);
        if let AssignmentTarget::AssignmentTargetIdentifier(target) = &it.binding {
            self.name_class(&mut it.init, target.name);
        }
    }

    fn visit_assignment_target_property_identifier(&mut self, it: &mut AssignmentTargetPropertyIdentifier<'a>) {
        walk_mut::walk_assignment_target_property_identifier(self, it);
        if let Some(init) = &mut it.init {
            self.name_class(init, it.binding.name);
        }
    }

    fn visit_export_default_declaration(&mut self, it: &mut ExportDefaultDeclaration<'a>) {
        walk_mut::walk_export_default_declaration(self, it);
        let name = Ident::from("default");
        if let Some(value) = it.declaration.as_expression_mut() {
            self.name_class(value, name);
        } else if let ExportDefaultDeclarationKind::ClassDeclaration(class) = &mut it.declaration
            && class.id.is_none()
            && class.decorators.is_empty()
        {
            match keep_names::class_name(class) {
                ClassName::Own => {}
                ClassName::Early => self.name_early(class, name),
                ClassName::Late => {
                    let mut class = class.take_in_box(&self.ast);
                    class.r#type = ClassType::ClassExpression;
                    let value = self.call(Expression::ClassExpression(class), name);
                    it.declaration = ExportDefaultDeclarationKind::from(value);
                }
            }
        }
    }
}
