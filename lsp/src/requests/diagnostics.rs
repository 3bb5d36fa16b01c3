//! What is wrong in a file, for editors that ask.

use lsp_types::{
    DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportResult, FullDocumentDiagnosticReport,
    RelatedFullDocumentDiagnosticReport,
};
use tower_lsp::jsonrpc::Result;

use crate::places::path_of;
use crate::workspace::Workspace;

pub(crate) async fn answer(
    workspace: &Workspace,
    params: DocumentDiagnosticParams,
) -> Result<DocumentDiagnosticReportResult> {
    let path = path_of(&params.text_document.uri);
    let session = path.as_ref().and_then(|path| workspace.session(path));
    let items = match path.zip(session) {
        Some((path, session)) => session.diagnostics(&path, workspace.settings().unused_exports).await,
        None => Vec::new(),
    };
    let full = FullDocumentDiagnosticReport { result_id: None, items };
    let report = RelatedFullDocumentDiagnosticReport { related_documents: None, full_document_diagnostic_report: full };
    Ok(DocumentDiagnosticReportResult::Report(DocumentDiagnosticReport::Full(report)))
}
