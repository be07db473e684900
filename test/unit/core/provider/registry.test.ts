import { expect } from 'chai';
import {
  connectStore,
  metricNameOf,
  providerFacts,
  servedBackends,
} from '../../../../core/provider/index.ts';
import { loadProvider } from '../../../../core/provider/registry.ts';
import { aProviderContext, faultOf } from '../../../support/provider-context.ts';

const SERVED = ['aws', 'doppler', 'fake', 'gitlab', 'kubernetes', 'vault'] as const;
const never = new AbortController().signal;

describe('provider registry', () => {
  it('serves six backends', () => {
    expect(servedBackends()).to.deep.equal(SERVED);
  });

  for (const name of SERVED) {
    it(`loads ${name} under its name, with the facts told without loading it`, async () => {
      const provider = await loadProvider(name);

      expect(provider?.name).to.equal(name);
      expect(providerFacts(name)).to.deep.equal({
        metricName: provider?.metricName,
        capabilities: provider?.capabilities,
      });
    });
  }

  it('names the service of AWS in metrics, and of others the backend', () => {
    const spec = { region: 'eu-west-1', sessionTagsPolicy: 'None' } as const;
    expect([
      metricNameOf({ name: 'aws', spec: { ...spec, service: 'SecretsManager' } }),
      metricNameOf({ name: 'aws', spec: { ...spec, service: 'ParameterStore' } }),
      metricNameOf({ name: 'fake', spec: { data: [] } }),
      metricNameOf({ name: 'unsupported', key: 'pulumi' }),
    ]).to.deep.equal(['AWS/SecretsManager', 'AWS/ParameterStore', 'Fake', 'pulumi']);
  });

  it('says of a backend that is not built yet which there are', async () => {
    const backend = { name: 'akeyless', spec: {} } as never;

    const fault = await faultOf(connectStore(backend, aProviderContext(), never));

    expect(fault.code).to.equal('PROVIDER_UNSUPPORTED');
    expect(fault.message).to.equal(
      'SecretStore "main": backend "akeyless" is not served by this version; it serves aws, doppler, fake, gitlab, kubernetes, vault',
    );
  });

  it('says the same of a provider key that is ESO’s alone', async () => {
    const backend = { name: 'unsupported', key: 'pulumi' } as const;

    const fault = await faultOf(connectStore(backend, aProviderContext(), never));

    expect(fault.message).to.include('backend "pulumi" is not served by this version');
  });
});
