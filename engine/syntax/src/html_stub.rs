//! stub
use nexxo_base::module::{ImportRecord, RecordIdx};
use nexxo_base::Span;
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct InlineScript { pub span: Span }
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Warn { pub span: Span, pub message: String }
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct HtmlCompiled { pub records: Box<[ImportRecord]>, pub spans: Box<[Span]>, pub inline_scripts: Box<[InlineScript]>, pub warnings: Box<[Warn]> }
pub struct PageOutput<'p> { pub scripts: &'p [String], pub preloads: &'p [String], pub styles: &'p [String], pub asset_url: &'p dyn Fn(RecordIdx) -> String, pub env: &'p dyn Fn(&str) -> Option<String> }
pub fn compile(_s: &str) -> Result<HtmlCompiled, Warn> { Ok(HtmlCompiled::default()) }
impl HtmlCompiled { pub fn render(&self, s: &str, _p: &PageOutput<'_>) -> String { s.to_string() } }
