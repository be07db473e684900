import { createServer } from 'node:http';
import { expect } from 'chai';
import { EVENTS, EXTERNAL_SECRETS, SECRETS } from '../../core/kube/index.ts';
import {
  AS_USER,
  cluster,
  externalSecret,
  fileText,
  inPod,
  rotate,
  signal,
  until,
} from '../support/sidecar-pod.ts';

describe('a sidecar beside a Pod', () => {
  it('is started once every named ExternalSecret has its files', async () => {
    const api = await cluster({ user: 'alice', token: 't-1' });
    await api.create(EXTERNAL_SECRETS, externalSecret('database', ['user']), AS_USER, signal);

    await inPod({ externalSecrets: ['database', 'api'] }, api, async (pod) => {
      await until(async () => (await fileText(pod, 'database/user')) === 'alice');
      const url = `http://127.0.0.1:${pod.sidecar.probePort()}`;
      const waiting = await fetch(`${url}/started`);
      expect(waiting.status).to.equal(503);
      expect(await waiting.text()).to.contain('there is no ExternalSecret "api"');
      expect((await fetch(`${url}/livez`)).status).to.equal(200);

      await api.create(EXTERNAL_SECRETS, externalSecret('api', ['token']), AS_USER, signal);
      await until(() => pod.sidecar.started());

      expect((await fetch(`${url}/started`)).status).to.equal(200);
      expect(await fileText(pod, 'api/token')).to.equal('t-1');
      expect(await (await fetch(`${url}/metrics`)).text()).to.contain(
        'externalsecret_provider_api_calls_count{provider="Fake",call="GetSecret",status="success"} 2',
      );
    });
  });

  it('writes no native Secret and no status where a controller does', async () => {
    const api = await cluster({ user: 'alice' });
    const created = await api.create(
      EXTERNAL_SECRETS,
      externalSecret('database', ['user']),
      AS_USER,
      signal,
    );

    await inPod({}, api, async (pod) => {
      await until(() => pod.sidecar.started());

      expect(await api.list(SECRETS, { namespace: 'default' }, signal)).to.deep.equal([]);
      expect(
        await api.get(EXTERNAL_SECRETS, { namespace: 'default', name: 'database' }, signal),
      ).to.deep.equal(created);
    });
  });

  it('delivers a changed value and calls the hook once for ExternalSecrets that change together', async () => {
    let calls = 0;
    const application = createServer((request, response) => {
      calls += request.method === 'POST' && request.url === '/reload' ? 1 : 0;
      response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => application.listen(0, '127.0.0.1', resolve));
    const address = application.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const api = await cluster({ user: 'alice', token: 't-1' });
    await api.create(EXTERNAL_SECRETS, externalSecret('database', ['user']), AS_USER, signal);
    await api.create(EXTERNAL_SECRETS, externalSecret('api', ['token']), AS_USER, signal);
    const reload = [
      { kind: 'http', method: 'POST', url: `http://127.0.0.1:${port}/reload` },
    ] as const;

    await inPod({ externalSecrets: ['database', 'api'], reload }, api, async (pod) => {
      await until(() => pod.sidecar.started());
      expect(calls).to.equal(0);

      await rotate(api, { user: 'bob', token: 't-2' });
      await until(() => calls > 0);

      expect(await fileText(pod, 'database/user')).to.equal('bob');
      expect(await fileText(pod, 'api/token')).to.equal('t-2');
      pod.sidecar.wake();
      await until(() => pod.log.filter((line) => line.includes('"result":"unchanged"')).length > 1);
      expect(calls).to.equal(1);
    }).finally(() => application.close());
  });

  it('keeps the files and says why when a pass fails', async () => {
    const api = await cluster({ user: 'alice' });
    await api.create(EXTERNAL_SECRETS, externalSecret('database', ['user']), AS_USER, signal);

    await inPod({}, api, async (pod) => {
      await until(() => pod.sidecar.started());

      await rotate(api, { other: 'x' });
      await until(() => pod.sidecar.faults() !== undefined);

      expect(pod.sidecar.faults()).to.contain('ExternalSecret "database": SECRET_MISSING');
      expect(await fileText(pod, 'database/user')).to.equal('alice');
      expect(pod.sidecar.started()).to.equal(true);
    });
  });

  it('waits, and says for what, while the backend has nothing that is selected', async () => {
    const api = await cluster({ user: 'alice' });
    const find = { data: [], dataFrom: [{ find: { name: { regexp: '^token-' } } }] };
    await api.create(EXTERNAL_SECRETS, externalSecret('database', [], find), AS_USER, signal);

    await inPod({}, api, async (pod) => {
      await until(() => pod.sidecar.faults() !== undefined);
      expect(pod.sidecar.started()).to.equal(false);
      expect(pod.sidecar.missing()).to.contain('SECRET_MISSING');

      await rotate(api, { 'token-1': 'x' });
      await until(() => pod.sidecar.started());

      expect(await fileText(pod, 'database/token-1')).to.equal('x');
    });
  });

  it('empties the files when the secret is gone and deletionPolicy says Delete', async () => {
    const api = await cluster({ user: 'alice' });
    const target = { target: { deletionPolicy: 'Delete' } };
    await api.create(
      EXTERNAL_SECRETS,
      externalSecret('database', ['user'], target),
      AS_USER,
      signal,
    );

    await inPod({}, api, async (pod) => {
      await until(async () => (await fileText(pod, 'database/user')) === 'alice');

      await rotate(api, {});
      await until(async () => (await fileText(pod, 'database/user')) === undefined);

      expect(pod.sidecar.started()).to.equal(true);
    });
  });

  it('keeps the files when the ExternalSecret is deleted', async () => {
    const api = await cluster({ user: 'alice' });
    await api.create(EXTERNAL_SECRETS, externalSecret('database', ['user']), AS_USER, signal);

    await inPod({}, api, async (pod) => {
      await until(() => pod.sidecar.started());

      await api.delete(EXTERNAL_SECRETS, { namespace: 'default', name: 'database' }, {}, signal);
      await until(() => pod.sidecar.faults() !== undefined);

      expect(await fileText(pod, 'database/user')).to.equal('alice');
      expect(pod.sidecar.started()).to.equal(true);
    });
  });

  it('says a value nowhere', async () => {
    const marker = 'marker-Zq8+/Zq8';
    const forms = [
      marker,
      Buffer.from(marker).toString('base64'),
      Buffer.from(marker).toString('base64url'),
      encodeURIComponent(marker),
    ];
    const api = await cluster({ user: marker });
    await api.create(EXTERNAL_SECRETS, externalSecret('database', ['user']), AS_USER, signal);
    const asJson = externalSecret('api', [], {
      data: [{ secretKey: 'user', remoteRef: { key: 'user', property: 'name' } }],
    });
    await api.create(EXTERNAL_SECRETS, asJson, AS_USER, signal);
    const reload = [{ kind: 'http', method: 'POST', url: 'http://127.0.0.1:1/' }] as const;
    const spec = { externalSecrets: ['database', 'api'], reload, nativeSecret: 'elected' } as const;

    await inPod(spec, api, async (pod) => {
      await until(() => pod.sidecar.faults()?.includes('"api"') === true);
      await rotate(api, { user: `${marker}2` });
      await until(() => pod.log.some((line) => line.includes('HOOK_FAILED')));

      const metrics = await fetch(`http://127.0.0.1:${pod.sidecar.probePort()}/metrics`);
      const said = [
        ...pod.log,
        pod.sidecar.faults() ?? '',
        await metrics.text(),
        JSON.stringify(await api.list(EXTERNAL_SECRETS, {}, signal)),
        JSON.stringify(await api.list(EVENTS, {}, signal)),
      ].join('\n');
      expect(said).to.contain('native secret written');
      expect(forms.filter((form) => said.includes(form))).to.deep.equal([]);
    });
  });
});
