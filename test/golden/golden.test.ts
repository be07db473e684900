import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse, stringify } from 'yaml';
import type { Finding, RawObject } from '../../core/api/index.ts';
import { diff } from '../../webhook/admission/patch.ts';
import type { InjectionPlace } from '../../webhook/injection/decide.ts';
import { injectPod } from '../../webhook/injection/inject.ts';
import type { InjectionDefaults } from '../../webhook/injection/plan.ts';

/**
 * One folder a case: pod.yaml, and what becomes of it: patched.yaml, or verdict.yaml where it is let in as it is or refused.
 * context.yaml, where there is one, changes place and settings. UPDATE_GOLDEN=1 writes the results anew; read them before you
 * commit them.
 */
const FOLDER = import.meta.dirname;
const CASES = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !['admission', 'policy'].includes(entry.name))
  .map((entry) => entry.name);
const KNOWN_FILES = ['context.yaml', 'pod.yaml', 'patched.yaml', 'verdict.yaml'];
const UPDATE = process.env['UPDATE_GOLDEN'] === '1';

interface Context {
  readonly place?: Partial<InjectionPlace>;
  readonly defaults?: Partial<InjectionDefaults>;
}

interface Outcome {
  readonly pod: RawObject;
  readonly findings: readonly Finding[];
  readonly inject: (pod: RawObject) => RawObject;
}

function read(name: string, file: string): unknown {
  const path = join(FOLDER, name, file);
  return existsSync(path) ? parse(readFileSync(path, 'utf8')) : undefined;
}

function run(name: string): Outcome {
  const pod = read(name, 'pod.yaml') as RawObject;
  const { place, defaults } = (read(name, 'context.yaml') ?? {}) as Context;
  const where = { namespace: 'team-a', ownNamespace: 'sallyport-system', ...place };
  const settings: InjectionDefaults = {
    image: 'registry.example.com/sallyport-sync:1',
    imagePullPolicy: 'IfNotPresent',
    environment: {},
    tokenAudience: '',
    controllerServes: true,
    ...defaults,
  };
  const { object, findings } = injectPod(pod, where, settings);
  return { pod: object, findings, inject: (again) => injectPod(again, where, settings).object };
}

/** The expected file; written first when asked to. */
function expected(name: string, file: string, actual: unknown): unknown {
  if (UPDATE) {
    writeFileSync(join(FOLDER, name, file), stringify(actual, { lineWidth: 0, singleQuote: true }));
  }
  return read(name, file);
}

describe('golden injections', () => {
  for (const name of CASES) {
    describe(name, () => {
      const before = read(name, 'pod.yaml') as RawObject;
      const outcome = run(name);
      const changed = diff(before, outcome.pod).length > 0;

      it('holds only files that mean something', () => {
        const stale = changed ? 'verdict.yaml' : 'patched.yaml';

        const present = readdirSync(join(FOLDER, name));

        expect(KNOWN_FILES).to.include.members(present);
        expect(present).not.to.include(stale);
      });

      if (changed) {
        it('becomes patched.yaml', () => {
          expect(outcome.pod).to.deep.equal(expected(name, 'patched.yaml', outcome.pod));
        });

        it('changes nothing when it comes by again', () => {
          expect(diff(outcome.pod, outcome.inject(outcome.pod))).to.deep.equal([]);
        });
      } else {
        it('is left alone, with the words of verdict.yaml', () => {
          expect(outcome.findings).to.deep.equal(expected(name, 'verdict.yaml', outcome.findings));
        });
      }
    });
  }
});
