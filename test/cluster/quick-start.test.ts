import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { expect } from 'chai';
import { fromEnvironment } from '../support/cluster.ts';
import { vault } from '../support/vault.ts';

const KEY = 'sallyport-quickstart/database';
const REGION = 'eu-central-1';
const AWS_KEYS = { accessKeyId: 'test', secretAccessKey: 'test' };

interface Ended {
  readonly code: unknown;
  readonly output: string;
}

/** `sallyport dev` as a person starts it, with these settings and no others. */
async function dev(settings: Readonly<Record<string, string>>): Promise<Ended> {
  const child = spawn(process.execPath, ['cli/main.ts', 'dev'], {
    env: { PATH: process.env['PATH'], ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [code] = (await once(child, 'close')) as unknown[];
  return { code, output: Buffer.concat(chunks).toString('utf8') };
}

async function inVault(): Promise<boolean> {
  return vault('GET', `secret/metadata/${KEY}`).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Error && error.message.includes(': 404 ')) {
        return false;
      }
      throw error;
    },
  );
}

async function inSecretsManager(): Promise<boolean> {
  const endpoint = fromEnvironment('AWS_ENDPOINT_URL');
  const client = new SecretsManagerClient({ endpoint, region: REGION, credentials: AWS_KEYS });
  try {
    await client.send(new GetSecretValueCommand({ SecretId: KEY }));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') {
      return false;
    }
    throw error;
  } finally {
    client.destroy();
  }
}

const BACKENDS = [
  {
    name: 'a real Vault',
    settings: () => ({
      VAULT_ADDR: fromEnvironment('VAULT_ADDR'),
      VAULT_TOKEN: fromEnvironment('VAULT_TOKEN'),
    }),
    says: 'Backend: vault at ',
    isThere: inVault,
  },
  {
    name: 'Secrets Manager as moto plays it',
    settings: () => ({
      AWS_ENDPOINT_URL: fromEnvironment('AWS_ENDPOINT_URL'),
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: AWS_KEYS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: AWS_KEYS.secretAccessKey,
    }),
    says: 'Backend: AWS Secrets Manager at ',
    isThere: inSecretsManager,
  },
];

for (const { name, settings, says, isThere } of BACKENDS) {
  describe(`sallyport dev with ${name}`, () => {
    it('delivers and rotates a value of that backend, shows none, and leaves nothing there', async () => {
      const { code, output } = await dev(settings());

      expect(code, output).to.equal(0);
      expect(output).to.include(says).and.include(`${KEY} there and removes it at the end`);
      expect(output).to.include('ExternalSecret default/database: Ready, SecretSynced');
      expect(output).to.include('a new generation of files, all of them at once');
      expect(output).to.include('the application was told to reload and uses the new password');
      expect(output).to.not.match(/first-password|second-password/u);
      expect(await isThere()).to.equal(false);
    });
  });
}
