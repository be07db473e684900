import { expect } from 'chai';
import { AppError, prefixError, toAppError } from '../../../../core/runtime/index.ts';

describe('errors', () => {
  it('keep an unknown fault loud: INTERNAL, its words only in the cause', () => {
    const cause = new TypeError('x is not a function (secret: hunter2)');

    const error = toAppError(cause);

    expect(error.code).to.equal('INTERNAL');
    expect(error.message).to.not.include('hunter2');
    expect(error.cause).to.equal(cause);
  });

  it('tell a deadline that passed from a stop that was asked for', () => {
    const late = new DOMException('The operation was aborted due to timeout', 'TimeoutError');

    expect(toAppError(late).code).to.equal('TIMEOUT');
    expect(toAppError(new DOMException('', 'AbortError')).code).to.equal('ABORTED');
  });

  it('say where they happened and keep code and wait', () => {
    const error = prefixError(
      'spec.data[2]',
      new AppError('RATE_LIMITED', 'too many requests', { retryAfterMs: 5 }),
    );

    expect(error.message).to.equal('spec.data[2]: too many requests');
    expect(error.code).to.equal('RATE_LIMITED');
    expect(error.retryAfterMs).to.equal(5);
    expect(error.retryable).to.equal(true);
  });
});
