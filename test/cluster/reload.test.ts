import { expect } from 'chai';
import { eventually, fromEnvironment, kubectl } from '../support/cluster.ts';
import { freshNamespace, install, testImage } from '../support/installation.ts';

const NAMESPACE = 'reload';
const HERE = ['-n', NAMESPACE];
const FILES = '/var/run/secrets/sallyport.dev/site';
/** Whoever has no image of Debian's nginx says so; its absence alone is a failure. */
const SKIP_NGINX = (process.env['SALLYPORT_SKIP_NGINX'] ?? '') !== '';

const account = `
apiVersion: v1
kind: ServiceAccount
metadata: { name: app, namespace: ${NAMESPACE} }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: app, namespace: ${NAMESPACE} }
rules:
  - { apiGroups: [external-secrets.io], resources: [externalsecrets, secretstores], resourceNames: [site], verbs: [get, list, watch] }
  - { apiGroups: [''], resources: [pods/status], verbs: [patch] }
  - { apiGroups: [''], resources: [events], verbs: [create, patch] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: app, namespace: ${NAMESPACE} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: app }
subjects: [{ kind: ServiceAccount, name: app, namespace: ${NAMESPACE} }]
`;

const store = (value: string): string => `
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: { name: site, namespace: ${NAMESPACE} }
spec: { provider: { fake: { data: [{ key: page, value: '${value}' }] } } }
`;

const externalSecret = `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: site, namespace: ${NAMESPACE} }
spec:
  refreshInterval: 1h
  secretStoreRef: { name: site }
  data: [{ secretKey: page, remoteRef: { key: page } }]
`;

interface PodParts {
  readonly annotations: string;
  readonly command: string;
  readonly image?: string;
}

function pod(name: string, { annotations, command, image = testImage() }: PodParts): string {
  return `
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: ${NAMESPACE}
  annotations:
    sallyport.dev/inject: 'true'
    sallyport.dev/external-secrets: site
${annotations}
spec:
  serviceAccountName: app
  terminationGracePeriodSeconds: 1
  securityContext: { runAsNonRoot: true, runAsUser: 1234, seccompProfile: { type: RuntimeDefault } }
  volumes: [{ name: work, emptyDir: {} }]
  containers:
    - name: app
      image: ${image}
      workingDir: /work
      command: ${command}
      volumeMounts: [{ name: work, mountPath: /work }]
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
`;
}

/** Takes the page into memory at start and on SIGHUP, as a web server takes its certificate; its child must not be signalled. */
const SCRIPT = `
take() { cat ${FILES}/page > taken; echo >> count; }
(trap "echo signalled > worker" HUP; while :; do sleep 1; done) &
trap take HUP
take
while :; do sleep 1 & wait $!; done
`;

const quoted = (script: string): string => JSON.stringify(['sh', '-c', script]);

async function apply(manifest: string): Promise<void> {
  await kubectl(['apply', '-f', '-'], manifest);
}

async function started(name: string): Promise<void> {
  await kubectl([...HERE, 'wait', '--for=condition=Ready', `pod/${name}`, '--timeout=90s']);
}

async function inPod(name: string, script: string): Promise<string> {
  return kubectl([...HERE, 'exec', name, '-c', 'app', '--', 'sh', '-c', script]);
}

async function becomes(name: string, script: string, wanted: string): Promise<void> {
  await eventually(
    `${script} in ${name}`,
    async () => inPod(name, script).catch(() => ''),
    (text) => text.trim() === wanted,
  );
}

async function reasonsOf(name: string): Promise<string> {
  return kubectl([
    ...[...HERE, 'get', 'events', `--field-selector=involvedObject.name=${name}`],
    ...['-o', 'jsonpath={range .items[*]}{.reason}: {.message}{"\\n"}{end}'],
  ]);
}

async function conditionOf(name: string): Promise<string> {
  const condition = '.status.conditions[?(@.type=="sallyport.dev/Reloaded")]';
  return kubectl([
    ...[...HERE, 'get', 'pod', name],
    ...['-o', `jsonpath={range ${condition}}{.status} {.reason}{end}`],
  ]);
}

describe('telling an application in a Pod', () => {
  before(async function () {
    this.timeout(400_000);
    await install();
    await freshNamespace(NAMESPACE);
    await apply(account);
    await apply(store('one'));
    await apply(externalSecret);
  });

  it('by a signal to its first process alone', async () => {
    const start = `printf '#!/bin/sh\\n%s' "$0" > nginx && chmod +x nginx && exec ./nginx`;
    await apply(
      pod('signalled', {
        annotations: '    sallyport.dev/reload: signal nginx',
        command: JSON.stringify(['sh', '-c', start, SCRIPT]),
      }),
    );
    await started('signalled');
    await becomes('signalled', 'cat taken', 'one');

    await apply(store('two'));

    await becomes('signalled', 'cat taken', 'two');
    expect(await inPod('signalled', 'wc -l < count; ls')).to.equal('2\ncount\nnginx\ntaken\n');
    await eventually(
      'the condition of the Pod',
      async () => conditionOf('signalled'),
      (text) => text === 'True Reloaded',
    );
  });

  it('by HTTP, and says on the Pod when nobody listens', async () => {
    const serve = `mkdir -p cgi-bin && printf '#!/bin/sh\\ncat ${FILES}/page > /work/taken\\necho; echo taken\\n' > cgi-bin/reload && chmod +x cgi-bin/reload && while [ ! -e listen ]; do sleep 1; done; exec httpd -f -p 127.0.0.1:8080`;
    await apply(
      pod('asked', {
        annotations: '    sallyport.dev/reload: http GET http://127.0.0.1:8080/cgi-bin/reload',
        command: quoted(serve),
      }),
    );
    await started('asked');

    await apply(store('three'));

    await eventually(
      'the event',
      async () => reasonsOf('asked'),
      (text) => /ReloadFailed: .*127\.0\.0\.1:8080.*does the application listen there/u.test(text),
    );
    expect(await conditionOf('asked')).to.equal('False ReloadFailed');
    await inPod('asked', 'touch listen');
    await becomes('asked', 'cat taken', 'three');
  });

  it('and puts the previous files back when it does not acknowledge the new ones', async () => {
    const acknowledge = `while :; do grep -q poison ${FILES}/page || readlink ${FILES}/..data > /var/run/sallyport/acknowledge/site; sleep 1; done`;
    await apply(
      pod('careful', {
        annotations: `    sallyport.dev/reload: signal HUP sh
    sallyport.dev/reload-verify: file
    sallyport.dev/reload-rollback: 'true'`,
        command: quoted(`trap : HUP; ${acknowledge}`),
      }),
    );
    await started('careful');

    await apply(store('poison'));

    await becomes('careful', `cat ${FILES}/page`, 'poison');
    await becomes('careful', `cat ${FILES}/page`, 'three');
    await eventually(
      'the event',
      async () => reasonsOf('careful'),
      (text) => text.includes('RolledBack: '),
    );

    await apply(store('four'));
    await becomes('careful', `cat ${FILES}/page`, 'four');
  });

  if (SKIP_NGINX) {
    console.log("Debian's nginx skipped: SALLYPORT_SKIP_NGINX is set");
  } else {
    it("by a signal to Debian's nginx, which serves the new page", async () => {
      const config = `daemon off; pid /work/pid; error_log stderr; events {} http { access_log off; client_body_temp_path /work/a; proxy_temp_path /work/b; fastcgi_temp_path /work/c; uwsgi_temp_path /work/d; scgi_temp_path /work/e; include /work/site.conf; }`;
      const start = `echo '${config}' > nginx.conf; ln -sf ${FILES}/page site.conf; exec /usr/sbin/nginx -c /work/nginx.conf`;
      const page = (text: string): string =>
        `server { listen 127.0.0.1:8081; location / { return 200 ${text}; } }`;
      await apply(store(page('first')));
      await apply(
        pod('nginx', {
          annotations: '    sallyport.dev/reload: signal nginx',
          command: quoted(start),
          image: fromEnvironment('SALLYPORT_NGINX_IMAGE'),
        }),
      );
      await started('nginx');
      await becomes('nginx', 'wget -qO- http://127.0.0.1:8081/', 'first');

      await apply(store(page('second')));

      await becomes('nginx', 'wget -qO- http://127.0.0.1:8081/', 'second');
    });
  }

  after(async () => {
    await kubectl(['delete', 'namespace', NAMESPACE, '--wait=false']);
  });
});
