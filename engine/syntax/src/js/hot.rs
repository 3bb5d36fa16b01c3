//! `import.meta.hot.accept("./dep")`: which modules a module takes the updates of.

use nexxo_base::module::ImportKind;
use oxc::ast::ast::*;
use oxc::span::GetSpan;

use super::slotter::{Slotter, constant_string};

impl<'a> Slotter<'a, '_> {
    /// Notes what a call of `accept` names. The call stays as it is: what it names is found by its text.
    pub(super) fn note_accepted(&mut self, call: &CallExpression<'a>) {
        if !is_accept(&call.callee) {
            return;
        }
        match call.arguments.first().and_then(Argument::as_expression) {
            Some(Expression::ArrayExpression(list)) => {
                list.elements.iter().filter_map(|it| it.as_expression()).for_each(|it| self.accept(it));
            }
            Some(one) => self.accept(one),
            None => {}
        }
    }

    fn accept(&mut self, dep: &Expression<'a>) {
        if let Some(specifier) = constant_string(dep) {
            self.use_record(specifier, ImportKind::HotAccept, dep.span());
        }
    }
}

/// `import.meta.hot.accept`, however the way there is asked for.
fn is_accept(callee: &Expression<'_>) -> bool {
    let Expression::StaticMemberExpression(accept) = callee else { return false };
    let hot = match &accept.object {
        Expression::StaticMemberExpression(hot) => hot,
        Expression::ChainExpression(chain) => match &chain.expression {
            ChainElement::StaticMemberExpression(hot) => hot,
            _ => return false,
        },
        _ => return false,
    };
    accept.property.name == "accept" && hot.property.name == "hot" && matches!(hot.object, Expression::ImportMeta(_))
}
