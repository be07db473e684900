import { expect } from 'chai';
import { parseWebhookConfig, type WebhookConfig } from '../../../webhook/index.ts';

const IMAGE = { SALLYPORT_SIDECAR_IMAGE: 'registry.example.com/sync:1' };

function valueOf(environment: Record<string, string>): WebhookConfig {
  const parsed = parseWebhookConfig({ ...IMAGE, ...environment });
  if (!parsed.ok) {
    throw new Error(JSON.stringify(parsed.findings));
  }
  return parsed.value;
}

function problems(environment: Record<string, string | undefined>): readonly string[] {
  const parsed = parseWebhookConfig(environment);
  return parsed.ok ? [] : parsed.findings.map(({ path, message }) => `${path}: ${message}`);
}

describe('webhook config', () => {
  it('needs the sidecar image alone', () => {
    expect(valueOf({ PATH: '/bin', HOME: '/' })).to.deep.equal({
      namespace: 'sallyport-system',
      serviceName: 'sallyport-webhook',
      host: '0.0.0.0',
      port: 9443,
      drainMs: 15_000,
      logLevel: 'info',
      caSecretName: 'sallyport-webhook-ca',
      validatingConfigurations: ['sallyport-validate'],
      mutatingConfigurations: ['sallyport-inject'],
      podConfiguration: 'sallyport-pods',
      certificateDirectory: '',
      sidecarImage: 'registry.example.com/sync:1',
      sidecarImagePullPolicy: 'IfNotPresent',
      sidecarEnvironment: {},
      sidecarTokenAudience: '',
      controllerNamespaces: [],
    });
  });

  for (const [variable, text, field, value] of [
    ['LISTEN_PORT', '8443', 'port', 8443],
    ['DRAIN', '1m30s', 'drainMs', 90_000],
    ['DRAIN', '0s', 'drainMs', 0],
    ['VALIDATING_CONFIGURATIONS', '', 'validatingConfigurations', []],
    ['VALIDATING_CONFIGURATIONS', 'a, b', 'validatingConfigurations', ['a', 'b']],
    ['CONTROLLER_NAMESPACES', '*', 'controllerNamespaces', '*'],
    ['CONTROLLER_NAMESPACES', 'team-a,team-b', 'controllerNamespaces', ['team-a', 'team-b']],
    ['CONTROLLER_NAMESPACES', '', 'controllerNamespaces', []],
    ['SIDECAR_ENVIRONMENT', '{"A":"b"}', 'sidecarEnvironment', { A: 'b' }],
  ] as const) {
    it(`reads SALLYPORT_${variable}=${text}`, () => {
      expect(valueOf({ [`SALLYPORT_${variable}`]: text })[field]).to.deep.equal(value);
    });
  }

  it('ignores what the kubelet sets for the Services of its namespace', () => {
    expect(
      problems({
        ...IMAGE,
        SALLYPORT_WEBHOOK_SERVICE_HOST: '10.0.0.1',
        SALLYPORT_WEBHOOK_SERVICE_PORT_HTTPS: '443',
        SALLYPORT_WEBHOOK_PORT: 'tcp://10.0.0.1:443',
        SALLYPORT_WEBHOOK_PORT_443_TCP_ADDR: '10.0.0.1',
        SALLYPORT_WEBHOOK_PORT_443_TCP: 'tcp://10.0.0.1:443',
      }),
    ).to.deep.equal([]);
  });

  it('reports every problem at once, each with its variable', () => {
    expect(
      problems({
        SALLYPORT_LISTEN_PORT: '70000',
        SALLYPORT_DRAIN: '15',
        SALLYPORT_LOG_LEVEL: 'loud',
        SALLYPORT_NAMESPACE: 'Not_A_Name',
        SALLYPORT_SIDECAR_ENVIRONMENT: '{"A":1}',
        SALLYPORT_SIDECAR_IMAGE: undefined,
        SALLYPORT_SIDECAR_IMAG: 'typo',
      }).map((line) => line.replace(/known are .*/u, 'known are …')),
    ).to.have.members([
      'SALLYPORT_NAMESPACE: must be a valid object name',
      'SALLYPORT_LISTEN_PORT: must be a valid port number',
      'SALLYPORT_DRAIN: must be a Go duration such as "15s"',
      'SALLYPORT_LOG_LEVEL: must be one of [debug, info, warn, error]',
      'SALLYPORT_SIDECAR_IMAGE: is required',
      'SALLYPORT_SIDECAR_ENVIRONMENT: must be a JSON object whose values are strings',
      'SALLYPORT_SIDECAR_IMAG: unknown; known are …',
    ]);
  });
});
