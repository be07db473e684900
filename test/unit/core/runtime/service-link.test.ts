import { expect } from 'chai';
import { isServiceLink } from '../../../../core/runtime/index.ts';

describe('isServiceLink', () => {
  const links = {
    SALLYPORT_WEBHOOK_SERVICE_HOST: '10.0.0.1',
    SALLYPORT_WEBHOOK_SERVICE_PORT: '443',
    SALLYPORT_WEBHOOK_SERVICE_PORT_HTTPS: '443',
    SALLYPORT_WEBHOOK_PORT: 'tcp://10.0.0.1:443',
    SALLYPORT_WEBHOOK_PORT_443_TCP: 'tcp://10.0.0.1:443',
    SALLYPORT_WEBHOOK_PORT_443_TCP_PROTO: 'tcp',
    SALLYPORT_WEBHOOK_PORT_443_TCP_PORT: '443',
    SALLYPORT_WEBHOOK_PORT_443_TCP_ADDR: '10.0.0.1',
  };
  for (const [name, value] of Object.entries(links)) {
    it(`knows ${name} for one`, () => {
      expect(isServiceLink(name, value)).to.equal(true);
    });
  }

  const others = { SALLYPORT_PROB_PORT: '9808', SALLYPORT_LOG_LEVEL: 'info' };
  for (const [name, value] of Object.entries(others)) {
    it(`does not take ${name}=${value} for one`, () => {
      expect(isServiceLink(name, value)).to.equal(false);
    });
  }

  it('does not take a port without a value for one', () => {
    expect(isServiceLink('SALLYPORT_PROB_PORT', undefined)).to.equal(false);
  });
});
