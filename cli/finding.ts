import type { Finding, Severity } from '../core/api/index.ts';

/** A note neither refuses nor warns: it says what a verdict rests on. */
export type CheckSeverity = Severity | 'note';

/** What an inspection says of one object. */
export interface CheckFinding extends Omit<Finding, 'severity'> {
  readonly severity: CheckSeverity;
}

/** A finding with its place in the files; what `-o json` prints, an array of these. */
export interface FileFinding extends CheckFinding {
  /** As it was given on the command line; '-' is standard input. */
  readonly file: string;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  /** The template that Helm made the object of; '' when the file is no output of Helm. */
  readonly template: string;
  /** "ExternalSecret/payments/db"; without a namespace "SecretStore/aws"; '' when the document gave no object. */
  readonly object: string;
}

/** One object that was looked at, of any kind. */
export interface CheckedObject {
  readonly file: string;
  readonly label: string;
}

/** Findings about several objects together, or about what is no object of ours. */
export const CROSS_FINDINGS = {
  'SPA-X001': 'key not in the Secret',
  'SPA-X002': 'Secret not among the files',
  'SPA-X003': 'store not among the files',
  'SPA-X004': 'credential written in a manifest',
  'SPA-X005': 'store open to every namespace',
  'SPA-X006': 'verdict rests on an assumption',
} as const satisfies Readonly<Record<string, string>>;

/** One of them. */
export interface CrossFinding extends CheckFinding {
  readonly id: keyof typeof CROSS_FINDINGS;
}
