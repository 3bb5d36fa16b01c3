//! `new Worker(new URL("./worker.js", import.meta.url))`: the file is an entry of its own.

use nexxo_base::module::ImportKind;
use nexxo_base::template::SlotKind;
use oxc::ast::ast::*;
use oxc::span::GetSpan;

use super::attributes::fields;
use super::slotter::{Slotter, constant_string, file_url};

impl<'a> Slotter<'a, '_> {
    /// Replaces the URL in the construction of a worker by the URL of the worker's own bundle. `false` when there is none.
    pub(super) fn replace_worker_url(&mut self, it: &mut NewExpression<'a>) -> bool {
        if !self.makes_worker(&it.callee) {
            return false;
        }
        let kind = if is_module(it.arguments.get(1)) { ImportKind::ModuleWorker } else { ImportKind::Worker };
        let Some(Argument::NewExpression(url)) = it.arguments.first() else { return false };
        let Some(specifier) = self.is_free(&url.callee, "URL").then(|| file_url(url)).flatten() else { return false };
        let record = self.use_record(specifier, kind, url.arguments[0].span());
        it.arguments[0] = Argument::from(self.slot_expression(url.span, SlotKind::Url(record)));
        true
    }

    /// `Worker` of the browser or an import of that name (`node:worker_threads`), and `SharedWorker`.
    fn makes_worker(&self, callee: &Expression<'a>) -> bool {
        match callee {
            Expression::Identifier(name) if name.name == "Worker" || name.name == "SharedWorker" => {
                self.is_free(callee, name.name.as_str()) || self.import_of(callee).is_some()
            }
            Expression::StaticMemberExpression(member) => {
                matches!(member.property.name.as_str(), "Worker" | "SharedWorker")
            }
            _ => false,
        }
    }
}

fn is_module(options: Option<&Argument<'_>>) -> bool {
    let fields = options.and_then(Argument::as_expression).and_then(|options| fields(options));
    fields.into_iter().flatten().any(|(key, value)| key == "type" && constant_string(value) == Some("module"))
}
