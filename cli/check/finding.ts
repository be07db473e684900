import type { Finding } from '../../core/api/index.ts';

/** A finding with its place in the files; what `-o json` prints, an array of these. */
export interface FileFinding extends Finding {
  /** As it was given on the command line; '-' is standard input. */
  readonly file: string;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  /** "ExternalSecret/payments/db"; without a namespace "SecretStore/aws"; '' when the document gave no object. */
  readonly object: string;
}

/** Findings about several objects together. */
export const CROSS_FINDINGS = {
  'SPA-X001': 'key not in the Secret',
  'SPA-X002': 'Secret under another name',
  'SPA-X003': 'store not among the files',
} as const satisfies Readonly<Record<string, string>>;

/** One of them. */
export interface CrossFinding extends Finding {
  readonly id: keyof typeof CROSS_FINDINGS;
}
