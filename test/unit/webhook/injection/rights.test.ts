import { expect } from 'chai';
import type { AccessReviewer } from '../../../../core/kube/index.ts';
import { AppError, createLogger, systemClock } from '../../../../core/runtime/index.ts';
import { createRightsCheck } from '../../../../webhook/injection/rights.ts';
import { aRequest } from './a-request.ts';

const signal = new AbortController().signal;
const POD = { spec: { serviceAccountName: 'shop', containers: [{ name: 'app' }] } };

/** Messages, and who was asked about ("verb resource name"). */
async function check(
  review: AccessReviewer['reviewAccess'],
  writes = false,
): Promise<{ readonly messages: readonly string[]; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const rights = createRightsCheck({
    api: {
      async reviewAccess(question, until) {
        const { username, verb, resource, name } = question;
        asked.push(`${username} ${verb} ${resource} ${name}`);
        return review(question, until);
      },
    },
    log: createLogger({ level: 'error', clock: systemClock, write: () => undefined }),
  });
  const findings = await rights(POD, 'team-a', { request: aRequest(), writes }, signal);
  expect(findings.every(({ severity }) => severity === 'warning')).to.equal(true);
  return { messages: findings.map(({ message }) => message), asked };
}

describe('the rights of a Pod’s ServiceAccount', () => {
  it('are asked about in its name, and nothing is said when it has them', async () => {
    expect(await check(async () => true)).to.deep.equal({
      messages: [],
      asked: ['get', 'watch'].map(
        (verb) => `system:serviceaccount:team-a:shop ${verb} externalsecrets database`,
      ),
    });
  });

  it('are named when they are missing, with the command that prints the Role', async () => {
    const { messages } = await check(async ({ verb }) => verb !== 'watch');

    expect(messages).to.deep.equal([
      'see "sallyport rbac --serviceaccount team-a/shop -f FILE": the Pod waits until it may watch externalsecrets "database"',
    ]);
  });

  it('to elections are asked about where the sidecar writes', async () => {
    const { messages } = await check(async ({ resource }) => resource !== 'leases', true);

    expect(messages.join()).to.include('may update leases "sallyport-database"');
  });

  it('that cannot be checked hold up no Pod', async () => {
    const { messages } = await check(async () => {
      throw new AppError('KUBE_UNAVAILABLE', 'down');
    });

    expect(messages).to.deep.equal([]);
  });
});
