import { objectAt, textAt } from '../../core/runtime/index.ts';
import type { Finding } from '../../core/api/index.ts';
import type { AdmissionRequest } from './request.ts';
import { describeDenial } from './message.ts';

/** RFC 6902; `value` is absent for remove. */
export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace';
  readonly path: string;
  readonly value?: unknown;
}

/** The object a verdict speaks of. */
export interface Subject {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  /** '' when only generateName is given. */
  readonly name: string;
  readonly generateName: string;
}

/** Of a refusal: a shape nobody accepts, a policy that says no, or a right that could not be checked. */
export type RefusalCode = 422 | 403 | 503;

export type AuditAnnotations = Readonly<Record<string, string>>;

/** The answer to one request. A fault is no verdict: it is thrown. */
export type Verdict =
  | {
      readonly kind: 'allowed';
      readonly warnings: readonly string[];
      readonly audit: AuditAnnotations;
    }
  | {
      readonly kind: 'patched';
      readonly operations: readonly PatchOperation[];
      readonly warnings: readonly string[];
    }
  | {
      readonly kind: 'denied';
      readonly subject: Subject;
      readonly code: RefusalCode;
      readonly audit: AuditAnnotations;
      readonly findings: readonly Finding[];
      /** What a person reads after `admission webhook "…" denied the request: `. */
      readonly message: string;
      readonly warnings: readonly string[];
    };

export function subjectOf(request: AdmissionRequest): Subject {
  const metadata = objectAt(request.object ?? request.oldObject ?? {}, 'metadata');
  return {
    group: request.kind.group,
    kind: request.kind.kind,
    namespace: request.namespace,
    name: request.name === '' ? textAt(metadata, 'name') : request.name,
    generateName: textAt(metadata, 'generateName'),
  };
}

function warningsOf(findings: readonly Finding[]): readonly string[] {
  return findings
    .filter((finding) => finding.severity === 'warning')
    .map(({ path, message, id }) => `${path === '' ? '' : `${path}: `}${message} [${id}]`);
}

export function allowed(findings: readonly Finding[], audit: AuditAnnotations = {}): Verdict {
  return { kind: 'allowed', warnings: warningsOf(findings), audit };
}

export function patched(
  operations: readonly PatchOperation[],
  findings: readonly Finding[],
): Verdict {
  return operations.length === 0
    ? allowed(findings)
    : { kind: 'patched', operations, warnings: warningsOf(findings) };
}

interface Refusing {
  readonly code: RefusalCode;
  readonly audit: AuditAnnotations;
  /** The page that explains a finding; '' when there is none. */
  readonly explain: (id: string) => string;
}

const UNEXPLAINED: Refusing = { code: 422, audit: {}, explain: () => '' };

/** Denied when a finding is an error; otherwise undefined. A denial carries no warnings besides (admission.md 1.4). */
export function denialFor(
  request: AdmissionRequest,
  findings: readonly Finding[],
  { code, audit, explain }: Refusing = UNEXPLAINED,
): Verdict | undefined {
  const errors = findings.filter((finding) => finding.severity === 'error');
  if (errors.length === 0) {
    return undefined;
  }
  const subject = subjectOf(request);
  return {
    kind: 'denied',
    subject,
    code,
    audit,
    findings: errors,
    message: describeDenial(subject, errors, explain),
    warnings: [],
  };
}
