import { type ErrorCode, toAppError, AppError } from '../../runtime/index.ts';
import { codeOfStatus, parseRetryAfter, storeError } from '../fault.ts';
import { describeNetworkError } from '../http.ts';
import type { StoreIdentity } from '../provider.ts';
import { safeWords } from '../safe-words.ts';

export interface AwsFaultContext {
  readonly store: StoreIdentity;
  /** As messages name it: "Secrets Manager". */
  readonly service: string;
  readonly subject: string;
  readonly credentials: readonly string[];
  readonly now: Date;
}

/** The names AWS's services and their gate give to faults. Words of the last group may repeat a signed request. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  AccessDeniedException: 'ACCESS_DENIED',
  AccessDenied: 'ACCESS_DENIED',
  DecryptionFailure: 'ACCESS_DENIED',
  ThrottlingException: 'RATE_LIMITED',
  Throttling: 'RATE_LIMITED',
  TooManyRequestsException: 'RATE_LIMITED',
  RequestLimitExceeded: 'RATE_LIMITED',
  InternalServiceError: 'BACKEND_UNAVAILABLE',
  InternalFailure: 'BACKEND_UNAVAILABLE',
  ServiceUnavailable: 'BACKEND_UNAVAILABLE',
  ResourceExistsException: 'SINK_CONFLICT', // somebody else wrote in between
  ParameterAlreadyExists: 'SINK_CONFLICT',
  TooManyUpdates: 'RATE_LIMITED',
  InternalServerError: 'BACKEND_UNAVAILABLE',
  IDPCommunicationErrorException: 'BACKEND_UNAVAILABLE',
  SyntaxError: 'PAYLOAD_MALFORMED',
  TimeoutError: 'TIMEOUT',
};
const LOGIN_FAULTS: ReadonlySet<string> = new Set([
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'IncompleteSignature',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidIdentityTokenException',
  'IDPRejectedClaimException',
  'CredentialsProviderError',
  'TokenProviderError',
]);

interface AwsFault {
  readonly name: string;
  readonly message: string;
  /** 0 when no answer came. */
  readonly status: number;
  readonly retryAfter: string | undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** What the SDK's error says; the error itself carries the request and must not travel on. */
export function readAwsFault(error: unknown): AwsFault {
  const status = member(member(error, '$metadata'), 'httpStatusCode');
  const retryAfter = member(member(member(error, '$response'), 'headers'), 'retry-after');
  return {
    name: error instanceof Error ? error.name : '',
    message: error instanceof Error ? error.message : '',
    status: typeof status === 'number' ? status : 0,
    retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
  };
}

const ABSENT: ReadonlySet<string> = new Set([
  'ResourceNotFoundException',
  'ParameterNotFound',
  'ParameterVersionNotFound',
  'InvalidResourceId', // the tags of a parameter that is not there
]);

/** Says the fault that the secret or the version is not there, or is about to go (eso.md 5.3; moto has other words for it)? */
export function saysAbsent(fault: { readonly name: string; readonly message: string }): boolean {
  return (
    ABSENT.has(fault.name) ||
    (['InvalidRequestException', 'InvalidParameterException'].includes(fault.name) &&
      /marked (for deletion|deleted)/u.test(fault.message))
  );
}

/** The code of a fault by its name; undefined for a name that says nothing of its kind. */
function codeOfName(name: string): ErrorCode | undefined {
  return LOGIN_FAULTS.has(name) ? 'UNAUTHENTICATED' : CODES[name];
}

/** Good for AWS, and yet an error of the SDK's: it could not read what came. */
function isGoodStatus(status: number): boolean {
  return status >= 200 && status < 300;
}

function codeOf({ name, status }: AwsFault): ErrorCode {
  return codeOfName(name) ?? (isGoodStatus(status) ? 'PAYLOAD_MALFORMED' : codeOfStatus(status));
}

function problemOf(fault: AwsFault, { service, credentials }: AwsFaultContext): string {
  if (fault.name === 'CredentialsProviderError') {
    return 'no AWS credentials: the store names none, and the default chain found none';
  }
  if (fault.name === 'SyntaxError') {
    return `${service}: the answer (HTTP ${fault.status}) is not JSON`;
  }
  if (isGoodStatus(fault.status)) {
    return `${service}: the answer (HTTP ${fault.status}) cannot be read`;
  }
  // The login faults' words may quote what was signed.
  const words = LOGIN_FAULTS.has(fault.name) ? '' : safeWords(fault.message, credentials);
  const detail = words === '' ? fault.name : `${fault.name}: ${words}`;
  return `${service} answered ${fault.status} (${detail})`;
}

/** What went wrong as an AppError, without the SDK's error: that one carries request and answer. */
export function toAwsError(error: unknown, context: AwsFaultContext): AppError {
  if (error instanceof AppError) {
    return error;
  }
  const { store, subject } = context;
  const fault = readAwsFault(error);
  const networkCode = member(error, 'code');
  // The SDK calls some broken connections TimeoutError; their code says what they are.
  if (fault.status === 0 && typeof networkCode === 'string') {
    // AWS's stores have no caBundle; Node takes more authorities from its environment.
    const words = describeNetworkError(error).replace('set caBundle', 'set NODE_EXTRA_CA_CERTS');
    const problem = `${context.service}: ${words}`;
    return storeError('BACKEND_UNAVAILABLE', { store, subject, problem });
  }
  if (fault.status === 0 && codeOfName(fault.name) === undefined) {
    return toAppError(error);
  }
  const code = codeOf(fault);
  const retryAfterMs = parseRetryAfter(fault.retryAfter, context.now);
  return storeError(
    code,
    { store, subject, problem: problemOf(fault, context) },
    retryAfterMs === undefined ? {} : { retryAfterMs },
  );
}
