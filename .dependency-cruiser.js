/** Which room may import which. This table is the architecture; ARCHITECTURE.md explains it. */
const mayImport = {
  'core/runtime': [],
  'core/api': ['core/runtime'],
  'core/template': ['core/runtime'],
  'core/policy': ['core/api', 'core/template', 'core/runtime'],
  'core/kube': ['core/runtime', 'core/api'],
  'core/provider': ['core/api', 'core/runtime', 'core/kube', 'core/template'],
  'core/sync': [
    'core/api',
    'core/policy',
    'core/template',
    'core/provider',
    'core/kube',
    'core/runtime',
  ],
  certs: ['core/runtime', 'core/kube'],
  webhook: ['core/api', 'core/policy', 'core/template', 'core/kube', 'core/runtime', 'certs'],
  sidecar: [
    'core/api',
    'core/policy',
    'core/template',
    'core/provider',
    'core/sync',
    'core/kube',
    'core/runtime',
  ],
  controller: [
    'core/api',
    'core/policy',
    'core/template',
    'core/provider',
    'core/sync',
    'core/kube',
    'core/runtime',
    'certs',
  ],
  cli: [
    'core/api',
    'core/policy',
    'core/template',
    'core/provider',
    'core/sync',
    'core/kube',
    'core/runtime',
    'certs',
    'webhook',
    'sidecar',
    'controller',
  ],
};

/** Each third-party package has one owner; everyone else meets it through that owner's types. */
const owners = {
  express: '^webhook/server[.]ts$',
  'fast-json-patch': '^webhook/admission/patch[.]ts$',
  'node-forge': '^certs/|^core/template/functions/pkcs12',
  '@kubernetes/client-node': '^core/kube/kubeconfig/',
  joi: '^core/api/schema/|/config[.]ts$',
  '@aws-sdk': '^core/provider/aws/',
  'node-vault': '^core/provider/vault/',
  re2js: '^core/template/',
  bcryptjs: '^core/template/',
  yaml: '^cli/|^deploy/|^core/sync/template/|^core/template/',
  diff: '^cli/dev/',
};

const rooms = Object.keys(mayImport);
const runtime = { dependencyTypesNot: ['type-only'] };
const roomPattern = `^(${rooms.join('|')})/`;

const roomRules = rooms.map((room) => ({
  name: `${room.replace('/', '-')}-imports`,
  comment: `${room} may import only: ${mayImport[room].join(', ') || 'nothing'}`,
  severity: 'error',
  from: { path: `^${room}/` },
  to: {
    path: `^(${rooms.filter((other) => other !== room && !mayImport[room].includes(other)).join('|') || '$^'})/`,
  },
}));

const ownerRules = Object.entries(owners).map(([name, owner]) => ({
  name: `owner-of-${name}`,
  comment: `${name} is used at run time only in ${owner}`,
  severity: 'error',
  from: { pathNot: [owner, '^test/'] },
  to: { path: `node_modules/${name}/`, ...runtime },
}));

export default {
  forbidden: [
    ...roomRules,
    ...ownerRules,
    {
      name: 'rooms-have-doors',
      comment: 'a room is entered from other rooms through its index.ts',
      severity: 'error',
      from: { path: roomPattern, pathNot: '^core/runtime/' },
      to: {
        path: '^(core/(api|kube|provider|sync|template|policy)|certs|webhook|sidecar|controller)/',
        pathNot: [
          '^$1/',
          '/index[.]ts$',
          // Second doors: what must stay out of a small bundle has a door of its own.
          '^core/kube/(kubeconfig|memory)/index[.]ts$',
        ],
      },
    },
    {
      name: 'webhook-cannot-reach-a-backend',
      comment: 'the gate must not be able to talk to a store, not even indirectly',
      severity: 'error',
      from: { path: '^webhook/' },
      to: {
        path: 'node_modules/(@aws-sdk|@google-cloud|@azure|node-vault)/|^core/(provider|sync)/',
        reachable: true,
      },
    },
    {
      name: 'providers-are-strangers',
      comment: 'shared provider code goes in core/provider/*.ts',
      severity: 'error',
      from: { path: '^core/provider/([^/]+)/' },
      to: { path: '^core/provider/[^/]+/', pathNot: '^core/provider/$1/' },
    },
    {
      name: 'only-the-registry-knows-providers',
      comment: 'a backend is reached through the registry, late',
      severity: 'error',
      from: { pathNot: ['^core/provider/registry[.]ts$', '^core/provider/[^/]+/', '^test/'] },
      to: { path: '^core/provider/[^/]+/' },
    },
    {
      name: 'providers-load-late',
      comment: 'a sidecar pays for the one SDK it uses; import() these',
      severity: 'error',
      from: { path: '^core/provider/registry[.]ts$' },
      to: { path: '^core/provider/[^/]+/', dynamic: false, ...runtime },
    },
    {
      name: 'small-processes-stay-small',
      comment:
        'sidecar and webhook speak to the API server by node:https, and parse without joi in the sidecar',
      severity: 'error',
      from: { path: '^(sidecar|webhook)/' },
      to: { path: '^core/kube/kubeconfig/' },
    },
    {
      name: 'pure-rooms-do-no-io',
      comment: 'verdicts, transforms and templates are functions of their arguments',
      severity: 'error',
      from: {
        path: '^(core/(api|policy|template)|core/sync/transform|webhook/(admission|validation|injection))/',
      },
      to: {
        path: ['^(node:)?(fs|net|tls|dns|http|https|http2|child_process|timers|process)(/|$)'],
        ...runtime,
      },
    },
    {
      name: 'files-in-few-places',
      comment: 'who touches the file system is a short list',
      severity: 'error',
      from: {
        pathNot: [
          '^sidecar/volume/',
          '^core/kube/(connection|in-cluster|kubeconfig/[^/]+)[.]ts$',
          '^core/provider/file[.]ts$',
          '^certs/',
          '^cli/',
          '^deploy/',
          '/main[.]ts$',
          '^test/',
        ],
      },
      to: { path: '^(node:)?fs(/|$)' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: roomPattern, pathNot: '[.]d[.]ts$' },
      to: {},
    },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'not-to-dev-dep',
      comment: 'the images install production dependencies only',
      severity: 'error',
      from: { path: roomPattern },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], ...runtime },
    },
    { name: 'not-to-test', severity: 'error', from: { pathNot: '^test/' }, to: { path: '^test/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
  },
};
