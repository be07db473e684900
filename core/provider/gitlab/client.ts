import type { GitlabBackend } from '../../api/index.ts';
import { type AppError, SecretBytes } from '../../runtime/index.ts';
import { storeError } from '../fault.ts';
import type {
  FindQuery,
  FoundSecret,
  RemoteRef,
  SecretPayload,
  SecretsClient,
  StoreIdentity,
} from '../provider.ts';
import type { VariableSource } from './variables.ts';

export interface GitlabClientDeps {
  readonly spec: GitlabBackend;
  readonly store: StoreIdentity;
  readonly source: VariableSource;
  readonly disconnect: () => void;
}

const ENVIRONMENT_TAG = 'environment_scope';

function toPayload(value: string): SecretPayload {
  return { kind: 'document', bytes: SecretBytes.fromUtf8(value), version: '' };
}

/** GitLab has no `-` in the names of variables. */
function toVariableName(key: string): string {
  return key.replaceAll('-', '_');
}

export function createGitlabClient(deps: GitlabClientDeps): SecretsClient {
  const { spec, store, source } = deps;

  function invalid(subject: string, problem: string): AppError {
    return storeError('SPEC_INVALID', { store, subject, problem });
  }

  /** Which environment a find looks in: the store's, or where that has none the one its tag names. */
  function environmentOf(query: FindQuery): string {
    const tags = Object.entries(query.tags ?? {});
    if (tags.some(([name]) => name !== ENVIRONMENT_TAG)) {
      throw invalid('find.tags', `'find.tags' only supports '${ENVIRONMENT_TAG}'`);
    }
    const [asked] = tags.map(([, value]) => value);
    const own = spec.environment ?? '';
    if (asked !== undefined && own !== '' && own !== '*') {
      const problem = `'find.tags' is constrained by 'environment_scope' of the store`;
      throw invalid('find.tags', `${problem} ("${own}")`);
    }
    return asked ?? own;
  }

  return {
    async getSecret({ key, content }: RemoteRef, signal) {
      signal.throwIfAborted();
      if (content === 'metadata') {
        throw invalid('metadataPolicy', 'GitLab variables have no metadata to fetch; use None');
      }
      const variable = await source.get(toVariableName(key), signal);
      return variable === undefined ? undefined : toPayload(variable.value);
    },

    async findSecrets(query, signal): Promise<readonly FoundSecret[]> {
      signal.throwIfAborted();
      if (query.path !== undefined) {
        throw invalid('find.path', "'find.path' is not implemented in the GitLab provider");
      }
      const { matchesName } = query;
      if (matchesName === undefined) {
        throw invalid('find.name', "'find.name' is mandatory");
      }
      const variables = await source.list(environmentOf(query), signal);
      return variables
        .filter(({ key }) => matchesName(key))
        .map(({ key, value }) => ({ name: key, payload: toPayload(value) }));
    },

    async checkAccess(signal) {
      await source.list(spec.environment ?? '', signal);
    },

    async close() {
      deps.disconnect();
    },
  };
}
