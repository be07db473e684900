import {
  CreateSecretCommand,
  DeleteSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { fromEnvironment } from './cluster.ts';

/** The AWS emulator's Secrets Manager, as its administrator. */
export interface SecretsManager {
  create(name: string, value: string): Promise<void>;
  put(name: string, value: string): Promise<void>;
}

export function connectSecretsManager(region = 'us-east-1'): SecretsManager {
  const client = new SecretsManagerClient({
    endpoint: fromEnvironment('AWS_ENDPOINT_URL'),
    region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return {
    async create(name, value) {
      await client
        .send(new DeleteSecretCommand({ SecretId: name, ForceDeleteWithoutRecovery: true }))
        .catch(() => undefined);
      await client.send(new CreateSecretCommand({ Name: name, SecretString: value }));
    },
    async put(name, value) {
      await client.send(new PutSecretValueCommand({ SecretId: name, SecretString: value }));
    },
  };
}
