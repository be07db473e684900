import { PROVIDER_FACTS } from '../facts.ts';
import { createHttpTransport } from '../http.ts';
import { createJsonApi } from '../json-api.ts';
import type { SecretProvider } from '../provider.ts';
import { createDopplerAuth } from './auth.ts';
import { createDopplerClient } from './client.ts';
import { dopplerDialect } from './dialect.ts';
import { createDopplerSecrets } from './secrets.ts';

const TIMEOUT_MS = 30_000;
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
/** `DOPPLER_BASE_URL` goes before it, as in ESO (eso.md 5.9). */
const DEFAULT_URL = 'https://api.doppler.com';

/** Backend `doppler`: the secrets of one config of a project (eso.md 5.9). */
export const dopplerProvider: SecretProvider<'doppler'> = {
  name: 'doppler',
  ...PROVIDER_FACTS.doppler,
  async connect(spec, context, signal) {
    const transport = createHttpTransport({
      environment: context.environment,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_ANSWER_BYTES,
    });
    const base = context.environment['DOPPLER_BASE_URL'] ?? DEFAULT_URL;
    const auth = await createDopplerAuth({ spec, context, transport, base }, signal);
    const api = createJsonApi({
      base,
      transport,
      dialect: dopplerDialect,
      context,
      authorize: auth.authorize,
    });
    return createDopplerClient({
      spec,
      store: context.store,
      api,
      secrets: createDopplerSecrets(api, spec),
      disconnect: () => {
        transport.close();
      },
    });
  },
};
