import { createPrivateKey, X509Certificate } from 'node:crypto';
import { AppError, type Clock, type Logger } from '../core/runtime/index.ts';
import type { ServingCertificate } from './authority.ts';
import { parseCertificate } from './certificate.ts';
import { bundle, certificatesIn } from './pem.ts';
import type { ServingSource } from './serving-source.ts';

/** Replicas see a mounted Secret change up to two minutes apart; each goes on publishing what the others may still serve. */
const OVERLAP_MS = 10 * 60_000;

interface FileServingDeps {
  /** Holds tls.crt (the certificate, then intermediates), tls.key and ca.crt: what cert-manager writes. */
  readonly directory: string;
  /** The first is the one the API server insists on. */
  readonly dnsNames: readonly [string, ...string[]];
  readonly readFile: (path: string) => Promise<string>;
  readonly clock: Clock;
  readonly log: Logger;
}

interface FileContent {
  readonly text: string;
  readonly serving: ServingCertificate;
  readonly authorities: readonly string[];
}

function isKeyOf(certificate: X509Certificate, privateKeyPem: string): boolean {
  try {
    return certificate.checkPrivateKey(createPrivateKey(privateKeyPem));
  } catch {
    return false;
  }
}

/** What is wrong with these files; undefined when they can be served. */
function problemOf(
  { chain, key, authorities }: Record<'chain' | 'authorities', readonly string[]> & { key: string },
  dnsName: string,
): string | undefined {
  const [leaf = ''] = chain;
  if (chain.length === 0 || authorities.length === 0) {
    return `${chain.length === 0 ? 'tls.crt' : 'ca.crt'} holds no certificate`;
  }
  const certificate = new X509Certificate(leaf);
  if (!isKeyOf(certificate, key)) {
    return 'tls.key is not the key of tls.crt';
  }
  return certificate.checkHost(dnsName) === undefined
    ? `tls.crt is not for ${dnsName}, the name the API server asks for`
    : undefined;
}

/** The three files as they are now. CONFIG_INVALID when they cannot be read or served. */
async function readContent({
  directory,
  dnsNames,
  readFile,
}: FileServingDeps): Promise<FileContent> {
  async function readText(name: string): Promise<string> {
    try {
      return await readFile(`${directory}/${name}`);
    } catch (error) {
      throw new AppError('CONFIG_INVALID', `${directory}/${name} cannot be read`, { cause: error });
    }
  }

  const certificatePem = await readText('tls.crt');
  const privateKeyPem = await readText('tls.key');
  const caPem = await readText('ca.crt');
  const chain = certificatesIn(certificatePem);
  const authorities = certificatesIn(caPem);
  const facts = parseCertificate(chain[0] ?? '');
  const problem = problemOf({ chain, key: privateKeyPem, authorities }, dnsNames[0]);
  if (problem !== undefined || facts === undefined) {
    throw new AppError('CONFIG_INVALID', `${directory}: ${problem ?? 'tls.crt cannot be read'}`);
  }
  const serving = { certificatePem, privateKeyPem, facts };
  return { text: [certificatePem, privateKeyPem, caPem].join('\0'), serving, authorities };
}

/** A certificate that somebody else keeps in files, read again at each check; what cannot be served leaves the one before in force. */
export function createFileServing(deps: FileServingDeps): ServingSource {
  const { clock, log } = deps;
  let held: FileContent | undefined;
  /** Authorities (PEM) of files that were replaced, and until when they are published. */
  let former: { readonly authorities: readonly string[]; readonly until: Date } | undefined;

  function adopt(next: FileContent): FileContent {
    if (held !== undefined) {
      const until = new Date(clock.now().getTime() + OVERLAP_MS);
      former = { authorities: held.authorities, until };
    }
    held = next;
    log.info('serving certificate read', {
      subject: next.serving.facts.commonName,
      notAfter: next.serving.facts.notAfter.toISOString(),
    });
    return next;
  }

  /** Under another authority than before only once all verifiers trust it, or when nothing is left to lose. */
  function mayReplace(
    present: FileContent,
    next: FileContent,
    isSettled: (certificatePem: string) => boolean,
  ): boolean {
    return (
      next.authorities.every((each) => present.authorities.includes(each) || isSettled(each)) ||
      present.serving.facts.notAfter <= clock.now()
    );
  }

  function stillTrusted(): readonly string[] {
    return former !== undefined && former.until > clock.now() ? former.authorities : [];
  }

  return {
    async refresh(isSettled) {
      const next = await readContent(deps);
      const isNew = held?.text !== next.text;
      const inForce =
        held === undefined || (isNew && mayReplace(held, next, isSettled)) ? adopt(next) : held;
      return {
        serving: inForce.serving,
        bundlePem: bundle([...inForce.authorities, ...next.authorities, ...stillTrusted()]),
      };
    },
  };
}
