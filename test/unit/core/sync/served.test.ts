import { expect } from 'chai';
import { checkServed } from '../../../../core/sync/served.ts';
import { reportFailure } from '../../../../core/sync/status.ts';
import { anExternalSecret, faultOf } from '../../../support/sync-builders.ts';

describe('what this version does not serve', () => {
  it('is a manifest target, and the condition says so as ESO would', async () => {
    const externalSecret = anExternalSecret({
      target: { manifest: { apiVersion: 'v1', kind: 'ConfigMap' } },
    });

    const fault = await faultOf(() => {
      checkServed(externalSecret);
    });

    expect(fault.code).equal('SPEC_INVALID');
    expect(reportFailure(externalSecret, fault, new Date(0)).status.conditions[0]?.message).equal(
      'invalid generic target: spec.target.manifest (v1 ConfigMap) is not served by this version; leave it out to write a Secret',
    );
  });

  it('is nothing else', () => {
    checkServed(anExternalSecret());
  });
});
