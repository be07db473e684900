import { spawnSync } from 'node:child_process';

// `npm run test:cluster`: silence is a failure, so leaving the cluster out is a choice that is printed.
const skip = process.env['SALLYPORT_SKIP_CLUSTER'];
if (skip !== undefined && skip !== '') {
  console.log('cluster suite skipped: SALLYPORT_SKIP_CLUSTER is set');
} else {
  const missing = [
    'KUBECONFIG',
    'VAULT_ADDR',
    'VAULT_TOKEN',
    'AWS_ENDPOINT_URL',
    'SALLYPORT_BACKEND_HOST',
  ].filter((name) => (process.env[name] ?? '') === '');
  if (missing.length > 0) {
    console.error(
      `cluster suite: ${missing.join(', ')} not set. CONTRIBUTING.md says what it needs; SALLYPORT_SKIP_CLUSTER=1 leaves it out.`,
    );
    process.exitCode = 1;
  } else {
    const mocha = spawnSync(
      process.execPath,
      [
        'node_modules/mocha/bin/mocha.js',
        '--spec',
        'test/cluster/**/*.test.ts',
        '--timeout',
        '240000',
        ...process.argv.slice(2),
      ],
      { stdio: 'inherit' },
    );
    process.exitCode = mocha.status ?? 1;
  }
}
