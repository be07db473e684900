import type { Complaint, TextChecks } from './rule.ts';
import { textAtPath, textComplaints, textsOfMap } from './text.ts';

/** What the backend `webhook` and the generator `Webhook` have in common. */
interface HttpCall {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly result?: { readonly jsonPath?: string };
}

/** Address, headers, body and result of an HTTP call are templates (eso.md 5.13). */
export function httpTextComplaints(
  { url, headers, body, result }: HttpCall,
  root: string,
  checks: TextChecks,
): readonly Complaint[] {
  return textComplaints('SPA-E017', checks.template, [
    { path: `${root}.url`, text: url },
    ...textsOfMap(`${root}.headers`, headers),
    ...textAtPath(`${root}.body`, body),
    ...textAtPath(`${root}.result.jsonPath`, result?.jsonPath),
  ]);
}
