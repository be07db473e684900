import { isAscii, isUtf8 } from 'node:buffer';
import { isObject, objectAt, textAt } from '../../core/runtime/index.ts';
import type { Finding, RawObject } from '../../core/api/index.ts';
import { MAX_FINDINGS } from './message.ts';
import type { AdmissionRequest, Operation, UserInfo } from './request.ts';
import type { Verdict } from './verdict.ts';
import { toWarnings } from './warning.ts';

const API_VERSION = 'admission.k8s.io/v1';
const KIND = 'AdmissionReview';
const OPERATIONS: readonly string[] = [
  'CREATE',
  'UPDATE',
  'DELETE',
  'CONNECT',
] satisfies Operation[];

/** A question, or why the bytes are none: that is HTTP 400, since no uid can be answered. */
export type DecodedReview =
  | { readonly ok: true; readonly request: AdmissionRequest }
  | { readonly ok: false; readonly problem: string };

function isOperation(text: string): text is Operation {
  return OPERATIONS.includes(text);
}

function textList(value: unknown): readonly string[] {
  return Array.isArray(value)
    ? value.filter((item: unknown): item is string => typeof item === 'string')
    : [];
}

function decodeUser(value: RawObject): UserInfo {
  const extra = Object.entries(objectAt(value, 'extra'));
  return {
    username: textAt(value, 'username'),
    uid: textAt(value, 'uid'),
    groups: textList(value['groups']),
    extra: Object.fromEntries(extra.map(([key, list]) => [key, textList(list)])),
  };
}

function presentAt(request: RawObject, field: string): RawObject | undefined {
  const value = request[field];
  return isObject(value) ? value : undefined;
}

function decodeRequest(
  request: RawObject,
  operation: Operation,
  budgetMs: number,
): AdmissionRequest {
  const kind = objectAt(request, 'kind');
  return {
    uid: textAt(request, 'uid'),
    kind: {
      group: textAt(kind, 'group'),
      version: textAt(kind, 'version'),
      kind: textAt(kind, 'kind'),
    },
    subResource: textAt(request, 'subResource'),
    name: textAt(request, 'name'),
    namespace: textAt(request, 'namespace'),
    operation,
    dryRun: request['dryRun'] === true,
    budgetMs,
    userInfo: decodeUser(objectAt(request, 'userInfo')),
    object: presentAt(request, 'object'),
    oldObject: presentAt(request, 'oldObject'),
  };
}

/** Undefined for bytes that are no UTF-8. Text of ASCII alone is kept, and read, as one byte a character. */
function textOf(body: Uint8Array): string | undefined {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (isAscii(bytes)) {
    return bytes.toString('latin1');
  }
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(body) ?? '');
  } catch {
    return undefined;
  }
}

function refuse(problem: string): DecodedReview {
  return { ok: false, problem };
}

/** Reads an AdmissionReview of version v1, whose verdict may take `budgetMs`. */
export function decodeReview(body: Uint8Array, budgetMs: number): DecodedReview {
  const review = parseJson(body);
  if (!isObject(review)) {
    return refuse('the body is not a JSON object in UTF-8');
  }
  if (review['apiVersion'] !== API_VERSION || review['kind'] !== KIND) {
    return refuse(`the body is not an ${KIND} of ${API_VERSION}`);
  }
  const request = objectAt(review, 'request');
  if (textAt(request, 'uid') === '') {
    return refuse('request.uid is missing');
  }
  const operation = textAt(request, 'operation');
  if (!isOperation(operation)) {
    return refuse(`request.operation must be one of ${OPERATIONS.join(', ')}`);
  }
  const decoded = decodeRequest(request, operation, budgetMs);
  if (operation !== 'DELETE' && operation !== 'CONNECT' && decoded.object === undefined) {
    return refuse(`request.object is missing on ${operation}`);
  }
  return { ok: true, request: decoded };
}

/** For machines what the message says to people, and as much of it. */
function causesOf(findings: readonly Finding[]): readonly RawObject[] {
  const shown = findings.slice(0, MAX_FINDINGS).map((finding) => ({
    reason: finding.id,
    field: finding.path,
    message: finding.message,
  }));
  const rest = findings.length - shown.length;
  return rest === 0 ? shown : [...shown, { message: `and ${rest} more` }];
}

function denial(verdict: Verdict & { kind: 'denied' }): RawObject {
  const { kind, name, group } = verdict.subject;
  return {
    code: verdict.code,
    // With reason Invalid, or 422 and no reason, kubectl drops the message and prints the causes alone (admission.md 1.3).
    reason: verdict.code === 503 ? 'ServiceUnavailable' : 'Forbidden',
    message: verdict.message,
    details: { name, group, kind, causes: causesOf(verdict.findings) },
  };
}

function response(verdict: Verdict): RawObject {
  switch (verdict.kind) {
    case 'allowed':
      return { allowed: true };
    case 'patched':
      return {
        allowed: true,
        patchType: 'JSONPatch',
        patch: Buffer.from(JSON.stringify(verdict.operations)).toString('base64'),
      };
    case 'denied':
      return { allowed: false, status: denial(verdict) };
  }
}

/** A value is one text, however long the list behind it was; the API server drops keys that are no qualified name. */
const MAX_AUDIT_LENGTH = 4_000;
const AUDIT_KEY = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/u;

function auditOf(verdict: Verdict): RawObject {
  const entries = verdict.kind === 'patched' ? [] : Object.entries(verdict.audit);
  const fit = entries
    .filter(([key]) => AUDIT_KEY.test(key))
    .map(([key, value]) => [key, value.slice(0, MAX_AUDIT_LENGTH)] as const);
  return fit.length === 0 ? {} : { auditAnnotations: Object.fromEntries(fit) };
}

/** The answer's bytes. */
export function encodeReview(uid: string, verdict: Verdict): string {
  const warnings = toWarnings(verdict.warnings);
  return JSON.stringify({
    apiVersion: API_VERSION,
    kind: KIND,
    response: {
      uid,
      ...response(verdict),
      ...auditOf(verdict),
      ...(warnings.length === 0 ? {} : { warnings }),
    },
  });
}
