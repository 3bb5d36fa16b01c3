//! The protocol's methods. Each question is answered in its own file of `requests`.

use std::sync::Arc;

use lsp_types::*;
use serde_json::Value;
use tokio::sync::mpsc;
use tower_lsp::jsonrpc::Result;
use tower_lsp::{Client, LanguageServer, LspService, Server as Transport};

use crate::ingress::Ingress;
use crate::places::{opened, path_of};
use crate::publisher::{self, pulls};
use crate::requests;
use crate::stdio::{Input, Log, Output};
use crate::workspace::{Settings, Workspace};

/// Requests that are answered beside each other. Text is applied before, so there is no reason to let an editor wait.
const CONCURRENCY: usize = 4096;

/// Speaks with an editor over standard input and output until it ends that. Returns whether it said so before.
pub(crate) async fn run(log: Log) -> bool {
    let (output, writing) = Output::start();
    let (teller, news) = mpsc::unbounded_channel();
    let input = Input::start(&output, log.clone());
    let workspace = Arc::new(Workspace::new(teller, log));
    let (backend, ended) = (Arc::clone(&workspace), Arc::clone(&workspace));
    let (service, socket) = LspService::build(|client: Client| {
        tokio::spawn(publisher::publish(client, news));
        Server { workspace: backend }
    })
    .custom_method("nexxo/ways", Server::ways)
    .custom_method("nexxo/code", Server::code)
    .custom_method("nexxo/status", Server::status)
    .custom_method("workspace/textDocumentContent", Server::content)
    .finish();
    let service = Ingress::new(service, workspace);
    Transport::new(input, output, socket).concurrency_level(CONCURRENCY).serve(service).await;
    // What was answered last is written before the process ends.
    _ = tokio::task::spawn_blocking(move || writing.join()).await;
    ended.is_shut_down()
}

struct Server {
    workspace: Arc<Workspace>,
}

impl Server {
    async fn ways(&self, params: TextDocumentIdentifier) -> Result<Value> {
        requests::ways::answer(&self.workspace, &params.uri).await
    }

    async fn status(&self, params: requests::status::Params) -> Result<Value> {
        Ok(requests::status::answer(&self.workspace, &params))
    }

    async fn code(&self, params: TextDocumentIdentifier) -> Result<Value> {
        requests::code::answer(&self.workspace, &params.uri).await
    }

    async fn content(&self, params: TextDocumentIdentifier) -> Result<Value> {
        requests::code::content(&self.workspace, &params.uri).await
    }
}

impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let encoding = self.workspace.initialize(&params);
        Ok(InitializeResult {
            capabilities: capabilities(encoding.kind(), pulls(&params.capabilities)),
            server_info: Some(ServerInfo { name: "nexxo-lsp".into(), version: Some(env!("CARGO_PKG_VERSION").into()) }),
            ..InitializeResult::default()
        })
    }

    async fn initialized(&self, _: InitializedParams) {
        self.workspace.start();
    }

    async fn shutdown(&self) -> Result<()> {
        self.workspace.shut_down();
        Ok(())
    }

    // Texts were applied by the ingress.
    async fn did_open(&self, _: DidOpenTextDocumentParams) {}
    async fn did_change(&self, _: DidChangeTextDocumentParams) {}
    async fn did_save(&self, _: DidSaveTextDocumentParams) {}
    async fn did_close(&self, _: DidCloseTextDocumentParams) {}
    async fn did_change_watched_files(&self, _: DidChangeWatchedFilesParams) {}

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        self.workspace.configure(&Settings::of(Some(&params.settings)));
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        let added: Vec<_> = params.event.added.iter().filter_map(|it| opened(&it.uri)).collect();
        let removed: Vec<_> = params.event.removed.iter().filter_map(|it| path_of(&it.uri)).collect();
        self.workspace.change_folders(&added, &removed);
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        requests::definition::answer(&self.workspace, params).await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        requests::links::answer(&self.workspace, params).await
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        requests::hover::answer(&self.workspace, params).await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        requests::importers::answer(&self.workspace, params).await
    }

    async fn prepare_rename(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        requests::rename::prepare(&self.workspace, params).await
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        requests::rename::answer(&self.workspace, params).await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        requests::completion::answer(&self.workspace, params).await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        requests::hints::answer(&self.workspace, params).await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        requests::lenses::answer(&self.workspace, params).await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        Ok(requests::actions::answer(params))
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        requests::diagnostics::answer(&self.workspace, params).await
    }

    async fn will_rename_files(&self, params: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
        requests::moves::answer(&self.workspace, params).await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        if params.command == "nexxo.restart" {
            self.workspace.restart();
        }
        Ok(None)
    }
}

fn capabilities(encoding: PositionEncodingKind, pulls: bool) -> ServerCapabilities {
    let diagnostics = DiagnosticOptions {
        identifier: Some("nexxo".into()),
        inter_file_dependencies: true,
        ..DiagnosticOptions::default()
    };
    let all_files = FileOperationRegistrationOptions {
        filters: vec![FileOperationFilter {
            scheme: Some("file".into()),
            pattern: FileOperationPattern { glob: "**".into(), ..FileOperationPattern::default() },
        }],
    };
    ServerCapabilities {
        position_encoding: Some(encoding),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::Supported(true)),
            ..TextDocumentSyncOptions::default()
        })),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })),
        document_link_provider: Some(DocumentLinkOptions {
            resolve_provider: Some(false),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(["/", ".", "\"", "'", "@"].map(String::from).to_vec()),
            ..CompletionOptions::default()
        }),
        diagnostic_provider: pulls.then_some(DiagnosticServerCapabilities::Options(diagnostics)),
        code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(false) }),
        inlay_hint_provider: Some(OneOf::Left(true)),
        code_action_provider: Some(CodeActionProviderCapability::Simple(true)),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: vec!["nexxo.restart".into()],
            ..ExecuteCommandOptions::default()
        }),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: Some(WorkspaceFileOperationsServerCapabilities {
                will_rename: Some(all_files),
                ..WorkspaceFileOperationsServerCapabilities::default()
            }),
        }),
        ..ServerCapabilities::default()
    }
}
