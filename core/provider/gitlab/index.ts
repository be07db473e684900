import { type CaFields, readCa, readCredentialText } from '../credentials.ts';
import { PROVIDER_FACTS } from '../facts.ts';
import { createHttpTransport } from '../http.ts';
import { createJsonApi } from '../json-api.ts';
import type { SecretProvider } from '../provider.ts';
import { storeError } from '../fault.ts';
import { createGitlabClient } from './client.ts';
import { gitlabDialect } from './dialect.ts';
import { createVariableSource } from './variables.ts';

const TIMEOUT_MS = 30_000;
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
const DEFAULT_URL = 'https://gitlab.com/';
const PATH = 'spec.provider.gitlab';

/** Backend `gitlab`: the CI/CD variables of a project and of groups (eso.md 5.10). */
export const gitlabProvider: SecretProvider<'gitlab'> = {
  name: 'gitlab',
  ...PROVIDER_FACTS.gitlab,
  async connect(spec, context, signal) {
    const { accessToken } = spec.auth.SecretRef;
    if (accessToken === undefined) {
      const subject = `${PATH}.auth.SecretRef.accessToken`;
      const problem = 'is not set, and GitLab is not read without a token';
      throw storeError('SPEC_INVALID', { store: context.store, subject, problem });
    }
    const token = await readCredentialText(
      context,
      { selector: accessToken, path: `${PATH}.auth.SecretRef.accessToken` },
      signal,
    );
    const authority: CaFields = { ...spec, path: PATH };
    const transport = createHttpTransport({
      environment: context.environment,
      ca: await readCa(context, authority, signal),
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_ANSWER_BYTES,
    });
    const api = createJsonApi({
      base: `${(spec.url ?? DEFAULT_URL).replace(/\/+$/u, '')}/api/v4`,
      transport,
      dialect: gitlabDialect,
      context,
      authorize: async () => ({ headers: { 'private-token': token }, credentials: [token] }),
    });
    return createGitlabClient({
      spec,
      store: context.store,
      source: createVariableSource(api, spec),
      disconnect: () => {
        transport.close();
      },
    });
  },
};
