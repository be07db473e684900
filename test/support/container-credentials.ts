import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AwsOptions } from './aws-protocol.ts';
import { startFaultyServer } from './faulty-server.ts';

/** EKS Pod Identity's agent, and the variables EKS sets in a Pod for it. Who does not show the Pod's token is refused. */
export interface ContainerCredentials {
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export async function startContainerCredentials(
  keys: Required<Omit<AwsOptions, 'region'>>,
  token: string,
): Promise<ContainerCredentials> {
  const refused = { status: 401, body: '{"message":"no such token"}' };
  const given = {
    AccessKeyId: keys.accessKeyId,
    SecretAccessKey: keys.secretAccessKey,
    Token: keys.sessionToken,
    Expiration: new Date(Date.now() + 3_600_000).toISOString(),
  };
  const server = await startFaultyServer({
    contentType: 'application/json',
    answer: ({ method, path, headers }) =>
      method === 'GET' && path === '/v1/credentials' && headers.authorization === token
        ? { status: 200, body: JSON.stringify(given) }
        : refused,
    refuse: () => refused,
  });
  const directory = await mkdtemp(join(tmpdir(), 'pod-identity-'));
  await writeFile(join(directory, 'token'), token);
  return {
    environment: {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${server.url}/v1/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: join(directory, 'token'),
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    async close() {
      await rm(directory, { recursive: true });
      await server.close();
    },
  };
}
