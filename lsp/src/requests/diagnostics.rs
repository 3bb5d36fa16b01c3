//! What is wrong in a file, for editors that ask.

use lsp_types::{
    DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportResult, FullDocumentDiagnosticReport,
    RelatedFullDocumentDiagnosticReport,
};
use tower_lsp::jsonrpc::Result;

use super::ask;
use crate::publisher::Converter;
use crate::workspace::{Workspace, path_of};

pub(crate) async fn answer(
    workspace: &Workspace,
    params: DocumentDiagnosticParams,
) -> Result<DocumentDiagnosticReportResult> {
    let uri = params.text_document.uri;
    let found = ask(workspace, &uri, |engine, path| engine.file_diagnostics(path)).await.unwrap_or_default();
    let session = path_of(&uri).and_then(|path| workspace.session(&path));
    let items = session.map_or_else(Vec::new, |session| {
        let converter = Converter { root: session.root().to_path_buf(), encoding: workspace.encoding() };
        found.iter().map(|it| converter.diagnostic(it)).collect()
    });
    let full = FullDocumentDiagnosticReport { result_id: None, items };
    let report = RelatedFullDocumentDiagnosticReport { related_documents: None, full_document_diagnostic_report: full };
    Ok(DocumentDiagnosticReportResult::Report(DocumentDiagnosticReport::Full(report)))
}
