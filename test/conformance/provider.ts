import { inspect } from 'node:util';
import { expect } from 'chai';
import type { StoreBackend } from '../../core/api/index.ts';
import {
  connectStore,
  type SecretPayload,
  type SecretsClient,
  type SecretsWriter,
} from '../../core/provider/index.ts';
import { SecretBytes } from '../../core/runtime/index.ts';
import { type Fault, MARKER } from '../support/faulty-server.ts';
import { aProviderContext, faultOf, type TestContext } from '../support/provider-context.ts';

const STORE = 'SecretStore "main"';

export interface SecretToPut {
  readonly key: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Tags, labels, custom metadata: whatever the backend keeps beside the value. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** A backend that runs, and a hand on its other side. */
export interface ProviderBench {
  readonly backend: StoreBackend;
  /** The same store with credentials the backend refuses; undefined where there are none. */
  readonly refused: StoreBackend | undefined;
  /** Secrets of the store's namespace, by name: where the store's credentials lie. */
  readonly credentials: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What the process's environment says of the backend. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Returns the version it got, as remoteRef.version names it. */
  put(secret: SecretToPut): Promise<string>;
  remove(key: string): Promise<void>;
  putBinary?(key: string, bytes: Uint8Array): Promise<void>;
  /** Makes the next `times` calls fail (default: all). */
  readonly fault?: (kind: Fault | undefined, times?: number) => void;
  /** How a bare name is written as a key, and as `find` reports it. */
  readonly toKey: (name: string) => string;
  /** Makes calls that write fail, and no others. */
  readonly failWrites?: (kind: Fault) => void;
  readonly stop: () => Promise<void>;
}

/** What the backend has, told when the suite is declared. */
export interface ProviderTraits {
  readonly versions: boolean;
  readonly metadata: boolean;
  readonly binary: boolean;
  readonly writes: boolean;
  readonly find: readonly ('name' | 'path' | 'tags')[];
  readonly refusesCredentials: boolean;
  readonly faults: readonly Fault[];
}

interface Session {
  readonly client: SecretsClient;
  readonly context: TestContext;
}

/** A payload as the pipeline would see it: one object of texts. */
function contentOf(payload: SecretPayload | undefined): unknown {
  if (payload === undefined) {
    return undefined;
  }
  return payload.kind === 'document'
    ? JSON.parse(Buffer.from(payload.bytes.reveal()).toString('utf8'))
    : Object.fromEntries(
        [...payload.fields].map(([key, bytes]) => [
          key,
          Buffer.from(bytes.reveal()).toString('utf8'),
        ]),
      );
}

/** What a promise is rejected with, whatever it is. */
async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('was expected to fail');
    },
    (error: unknown) => error,
  );
}

function spellings(text: string): string[] {
  const bytes = Buffer.from(text);
  return [text, bytes.toString('base64'), bytes.toString('hex'), encodeURIComponent(text)];
}

/** Everything an error could say, down to its causes. */
function everythingIn(error: unknown): string {
  return `${inspect(error, { depth: 20, showHidden: true })}\n${error instanceof Error ? (error.stack ?? '') : ''}`;
}

const CODE_OF: Readonly<Record<Exclude<Fault, 'hang'>, string>> = {
  forbidden: 'ACCESS_DENIED',
  'rate-limited': 'RATE_LIMITED',
  'server-error': 'BACKEND_UNAVAILABLE',
  reset: 'BACKEND_UNAVAILABLE',
  malformed: 'PAYLOAD_MALFORMED',
};

/** Declares what holds only for backends that can do it. */
function when(holds: boolean, declare: () => void): void {
  if (holds) {
    declare();
  }
}

/** The contract of core/provider/provider.ts, put to one backend. */
export function describeProvider(
  name: string,
  traits: ProviderTraits,
  setUp: () => Promise<ProviderBench>,
): void {
  describe(`provider ${name}`, () => {
    const never = new AbortController().signal;
    const sessions: Session[] = [];
    let bench: ProviderBench;
    let unique = 0;

    function key(base: string): string {
      unique += 1;
      return bench.toKey(`${base}-${process.pid}-${unique}`);
    }

    async function open(maxRetries = 0, backend = bench.backend): Promise<Session> {
      const secrets = Object.entries(bench.credentials).map(
        ([secret, fields]) => [`team-a/${secret}`, fields] as const,
      );
      const context = aProviderContext({
        secrets: Object.fromEntries(secrets),
        maxRetries,
        environment: bench.environment ?? {},
      });
      const session = { client: await connectStore(backend, context, never), context };
      sessions.push(session);
      return session;
    }

    async function read(session: Session, of: string, version?: string): Promise<unknown> {
      const ref = { key: of, content: 'value' } as const;
      return contentOf(
        await session.client.getSecret(version === undefined ? ref : { ...ref, version }, never),
      );
    }

    function expectSilence(error: unknown, session: Session | undefined): void {
      const said = `${everythingIn(error)}\n${(session?.context.logged ?? []).join('\n')}`;
      const credentials = Object.values(bench.credentials).flatMap((fields) =>
        Object.values(fields).filter((value) => value.length > 8),
      );
      for (const secret of [MARKER, ...credentials].flatMap(spellings)) {
        expect(said).to.not.include(secret);
      }
    }

    before(async () => {
      bench = await setUp();
    });
    afterEach(async () => {
      bench.fault?.(undefined);
      await Promise.all(sessions.splice(0).map(async ({ client }) => client.close()));
    });
    after(async () => {
      await bench.stop();
    });

    it('reads what is there', async () => {
      const of = key('present');
      await bench.put({ key: of, fields: { user: 'ada', password: MARKER } });

      const content = await read(await open(), of);

      expect(content).to.deep.equal({ user: 'ada', password: MARKER });
    });

    it('says undefined for what the backend says is absent', async () => {
      const content = await read(await open(), key('absent'));

      expect(content).to.equal(undefined);
    });

    it('says undefined once a secret is deleted', async () => {
      const of = key('deleted');
      await bench.put({ key: of, fields: { a: '1' } });
      await bench.remove(of);

      expect(await read(await open(), of)).to.equal(undefined);
    });

    it('reads anew every time', async () => {
      const of = key('rotated');
      const session = await open();
      await bench.put({ key: of, fields: { a: 'old' } });
      await read(session, of);
      await bench.put({ key: of, fields: { a: 'new' } });

      expect(await read(session, of)).to.deep.equal({ a: 'new' });
    });

    it('counts its calls', async () => {
      const session = await open();

      await read(session, key('counted'));

      expect(session.context.calls).to.not.be.empty;
    });

    it('checks access to a store that works', async () => {
      const { client } = await open();

      await client.checkAccess(never);
    });

    it('closes twice', async () => {
      const { client } = await open();

      await client.close();
      await client.close();
    });

    it('does nothing for a signal that has already aborted', async () => {
      const { client } = await open();

      const error = await rejectionOf(
        client.getSecret({ key: key('aborted'), content: 'value' }, AbortSignal.abort()),
      );

      expect(error).to.have.property('name', 'AbortError');
    });

    when(traits.versions, () => {
      it('reads the version it is asked for', async () => {
        const of = key('versions');
        const first = await bench.put({ key: of, fields: { a: 'one' } });
        await bench.put({ key: of, fields: { a: 'two' } });

        expect(await read(await open(), of, first)).to.deep.equal({ a: 'one' });
      });
    });

    when(traits.metadata, () => {
      it('reads metadata in place of the value', async () => {
        const of = key('metadata');
        await bench.put({ key: of, fields: { a: MARKER }, tags: { owner: 'payments' } });
        const { client } = await open();

        const payload = await client.getSecret({ key: of, content: 'metadata' }, never);

        expect(JSON.stringify(contentOf(payload))).to.include('"owner":"payments"');
        expect(JSON.stringify(contentOf(payload))).to.not.include(MARKER);
      });

      it('says undefined for the metadata of what is absent', async () => {
        const { client } = await open();

        const payload = await client.getSecret({ key: key('nothing'), content: 'metadata' }, never);

        expect(payload).to.equal(undefined);
      });
    });

    when(traits.binary, () => {
      it('keeps bytes that are no text', async () => {
        const of = key('binary');
        const bytes = Uint8Array.from([0, 255, 128, 10, 13, 0]);
        await bench.putBinary?.(of, bytes);
        const { client } = await open();

        const payload = await client.getSecret({ key: of, content: 'value' }, never);

        const read = payload?.kind === 'fields' ? [...payload.fields.values()][0] : payload?.bytes;
        expect(Buffer.from(read!.reveal())).to.deep.equal(Buffer.from(bytes));
      });
    });

    when(traits.find.length > 0, () => {
      it('finds by name, and reads what it found', async () => {
        const wanted = key('find-wanted');
        const other = key('find-other');
        await bench.put({ key: wanted, fields: { a: 'wanted' } });
        await bench.put({ key: other, fields: { a: 'other' } });
        const { client } = await open();

        const found = await client.findSecrets({ matchesName: (name) => name === wanted }, never);

        expect(found.map((secret) => [secret.name, contentOf(secret.payload)])).to.deep.equal([
          [wanted, { a: 'wanted' }],
        ]);
      });

      it('finds nothing where nothing matches', async () => {
        const { client } = await open();

        expect(await client.findSecrets({ matchesName: () => false }, never)).to.be.empty;
      });
    });

    when(traits.find.includes('tags'), () => {
      it('finds by all the tags it is given', async () => {
        const tag = `tag-${process.pid}`;
        const wanted = key('tagged');
        await bench.put({ key: wanted, fields: { a: '1' }, tags: { [tag]: 'x', env: 'prod' } });
        await bench.put({ key: key('tagged'), fields: { a: '2' }, tags: { [tag]: 'x' } });
        await bench.put({ key: key('tagged'), fields: {}, tags: { [tag]: 'prod', env: 'x' } });
        const { client } = await open();

        const found = await client.findSecrets({ tags: { [tag]: 'x', env: 'prod' } }, never);

        expect(found.map((secret) => secret.name)).to.deep.equal([wanted]);
      });
    });

    when(traits.find.includes('path'), () => {
      it('finds below a path only', async () => {
        const inside = key('folder/inside');
        await bench.put({ key: inside, fields: { a: '1' } });
        await bench.put({ key: key('outside'), fields: { a: '2' } });
        const { client } = await open();

        const found = await client.findSecrets({ path: bench.toKey('folder') }, never);

        const names = found.map((secret) => secret.name);
        expect(names).to.include(inside);
        expect(names.every((found) => found.startsWith(bench.toKey('folder')))).to.equal(true);
      });
    });

    it('offers to write where it can, and only there', async () => {
      const { client } = await open();

      expect(client.writer !== undefined).to.equal(traits.writes);
    });

    when(traits.writes, () => {
      const marked = { 'managed-by': 'external-secrets' };

      function toValue(fields: Readonly<Record<string, string>>): SecretBytes {
        return SecretBytes.fromUtf8(JSON.stringify(fields));
      }
      async function openWriter(): Promise<Session & { readonly writer: SecretsWriter }> {
        const session = await open();
        return { ...session, writer: session.client.writer! };
      }
      function writesOf({ context }: Session): readonly string[] {
        return context.calls.filter((call) => /^(Write|Create|Put|Delete)/u.test(call));
      }

      it('creates what can then be read', async () => {
        const of = key('written');
        const session = await openWriter();

        await session.writer.putSecret(of, toValue({ user: 'ada', password: MARKER }), never);

        expect(await read(session, of)).to.include({ user: 'ada', password: MARKER });
      });

      it('replaces all of what it wrote before', async () => {
        const of = key('replaced');
        const session = await openWriter();
        await session.writer.putSecret(of, toValue({ old: '1', both: '1' }), never);
        await session.writer.putSecret(of, toValue({ both: '2' }), never);

        expect(await read(session, of))
          .to.include({ both: '2' })
          .and.to.not.have.property('old');
      });

      it('replaces what carries the mark, whoever wrote it', async () => {
        const of = key('marked');
        const session = await openWriter();
        await bench.put({ key: of, fields: { a: 'theirs' }, tags: marked });
        await session.writer.putSecret(of, toValue({ a: 'ours' }), never);

        expect(await read(session, of)).to.include({ a: 'ours' });
      });

      it('does not write what is there already', async () => {
        const of = key('unchanged');
        const session = await openWriter();
        await session.writer.putSecret(of, toValue({ a: '1', b: '2' }), never);
        const before = writesOf(session);
        await session.writer.putSecret(of, toValue({ a: '1', b: '2' }), never);

        expect(before).to.not.be.empty;
        expect(writesOf(session)).to.deep.equal(before);
      });

      it('neither replaces nor deletes what is not marked as managed', async () => {
        const of = key('foreign');
        const session = await openWriter();
        await bench.put({ key: of, fields: { a: 'theirs' } });

        for (const attempt of [
          async () => session.writer.putSecret(of, toValue({ a: MARKER }), never),
          async () => session.writer.deleteSecret(of, never),
        ]) {
          const error = await faultOf(attempt());
          expect(error.code).to.equal('SINK_CONFLICT');
          expect(error.message).to.include(STORE).and.include(of);
          expect(error.message).to.include('secret not managed by external-secrets');
          expectSilence(error, session);
        }
        expect(await read(session, of)).to.deep.equal({ a: 'theirs' });
      });

      it('deletes what it wrote, and does not mind that it is gone', async () => {
        const of = key('taken-away');
        const session = await openWriter();
        await session.writer.putSecret(of, toValue({ a: '1' }), never);
        await session.writer.deleteSecret(of, never);
        await session.writer.deleteSecret(of, never);

        expect(await read(session, of)).to.equal(undefined);
      });

      it('writes again what was deleted', async () => {
        const of = key('again-there');
        const session = await openWriter();
        await session.writer.putSecret(of, toValue({ a: '1' }), never);
        await session.writer.deleteSecret(of, never);
        await session.writer.putSecret(of, toValue({ a: '2' }), never);

        expect(await read(session, of)).to.include({ a: '2' });
      });

      it('does nothing for a signal that has already aborted', async () => {
        const of = key('aborted-write');
        const session = await openWriter();
        const error = await rejectionOf(
          session.writer.putSecret(of, toValue({ a: '1' }), AbortSignal.abort()),
        );

        expect(error).to.have.property('name', 'AbortError');
        expect(await read(session, of)).to.equal(undefined);
      });

      for (const fault of traits.faults) {
        if (fault === 'hang' || fault === 'malformed') {
          continue; // what a backend says after it has written is of no interest
        }
        it(`says ${CODE_OF[fault]} for ${fault} while writing, and not the value`, async () => {
          const of = key(`write-${fault}`);
          const session = await openWriter();
          bench.failWrites?.(fault);

          const error = await faultOf(
            session.writer.putSecret(of, toValue({ password: MARKER }), never),
          );

          expect(error.code).to.equal(CODE_OF[fault]);
          expect(error.message).to.include(STORE).and.include(of);
          expectSilence(error, session);
        });
      }
    });

    when(traits.refusesCredentials, () => {
      it('says UNAUTHENTICATED for credentials the backend refuses, and does not repeat them', async () => {
        let session: Session | undefined;
        const error = await faultOf(
          open(0, bench.refused).then(async (opened) => {
            session = opened;
            return read(opened, key('refused'));
          }),
        );

        expect(error.code).to.equal('UNAUTHENTICATED');
        expect(error.message).to.include(STORE);
        expectSilence(error, session);
      });

      it('does not call a store that refuses us accessible', async () => {
        const error = await faultOf(
          open(0, bench.refused).then(async ({ client }) => client.checkAccess(never)),
        );

        expect(error.code).to.equal('UNAUTHENTICATED');
      });
    });

    for (const fault of traits.faults.filter((kind) => kind !== 'hang')) {
      it(`says ${CODE_OF[fault]} for ${fault}, naming store and key and no value`, async () => {
        const of = key(fault);
        await bench.put({ key: of, fields: { password: MARKER } });
        const session = await open();
        bench.fault?.(fault);

        const error = await faultOf(read(session, of));

        expect(error.code).to.equal(CODE_OF[fault]);
        expect(error.message).to.include(STORE).and.include(of);
        expectSilence(error, session);
      });

      it(`fails a find for ${fault} rather than finding less`, async () => {
        const { client } = await open();
        bench.fault?.(fault);

        const error = await faultOf(client.findSecrets({ matchesName: () => true }, never));

        expect(error.code).to.equal(CODE_OF[fault]);
      });
    }

    when(traits.faults.includes('rate-limited'), () => {
      it('passes on how long the backend asks it to wait', async () => {
        const session = await open();
        bench.fault?.('rate-limited');

        const error = await faultOf(read(session, key('limited')));

        expect(error.retryAfterMs).to.equal(7000);
      });
    });

    when(traits.faults.includes('server-error'), () => {
      it('tries again as often as the store allows', async () => {
        const of = key('again');
        await bench.put({ key: of, fields: { a: '1' } });
        const session = await open(2);
        bench.fault?.('server-error', 2);

        expect(await read(session, of)).to.deep.equal({ a: '1' });
      });

      it('tries no oftener than that', async () => {
        const session = await open(1);
        bench.fault?.('server-error', 2);

        const error = await faultOf(read(session, key('enough')));

        expect(error.code).to.equal('BACKEND_UNAVAILABLE');
      });
    });

    when(traits.faults.includes('hang'), () => {
      it('rejects promptly when stopped while the backend is silent', async () => {
        const { client } = await open(3);
        bench.fault?.('hang');
        const stop = new AbortController();
        const reading = rejectionOf(
          client.getSecret({ key: key('silent'), content: 'value' }, stop.signal),
        );
        setTimeout(() => {
          stop.abort();
        }, 20);

        const started = performance.now();
        expect(await reading).to.have.property('name', 'AbortError');
        expect(performance.now() - started).to.be.lessThan(1000);
      });
    });
  });
}
