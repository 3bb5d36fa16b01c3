// What `nexxo-lsp` understands beyond the Language Server Protocol.
import { NotificationType, RequestType, type Location, type TextDocumentIdentifier } from 'vscode-languageclient/node';

/** How a project is. What the server has not found out yet is not there. */
export interface Status {
  /** The project's folder. */
  readonly root: string;
  /** `stopped`: there is nothing that could be linked. */
  readonly state?: 'linked' | 'stopped';
  /** Why it is stopped. */
  readonly message?: string | null;
  readonly files?: number;
  readonly errors?: number;
  readonly warnings?: number;
  /** Bytes of the bundle before it is minified. */
  readonly bytes?: number;
  /** Counts the states of the project that were linked. */
  readonly revision?: number;
  /** How long the last check took. */
  readonly milliseconds?: number;
  /** Where `nexxo dev` serves the app. */
  readonly url?: string | null;
  /** How many pages show it. */
  readonly tabs?: number;
  /** Files whose unsaved text waits: no open page could take it without loading anew. */
  readonly pending?: readonly string[];
}

export const statusChanged = new NotificationType<Status>('nexxo/status');

/** A shortest way of imports from an entry to a file. */
export interface Way {
  readonly entry: string;
  readonly steps: readonly Step[];
}

/** One import. */
export interface Step {
  readonly file: string;
  readonly specifier: string;
  readonly kind: string;
  readonly location: Location | null;
}

export const waysTo = new RequestType<TextDocumentIdentifier, Way[] | null, void>('nexxo/ways');

/** What a file becomes, and in which output. */
export interface Code {
  readonly chunk?: string;
  readonly text: string;
}

export const codeOf = new RequestType<TextDocumentIdentifier, Code, void>('nexxo/code');

/** Starts the engines of all projects anew. */
export const RESTART = 'nexxo.restart';
