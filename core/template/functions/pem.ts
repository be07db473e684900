import {
  type ByteString,
  defineFunction,
  FunctionError,
  stringSlice,
  type TemplateFunction,
} from '../value/index.ts';
import { isSelfIssued, orderChain } from './certificate-chain.ts';
import { subjectNames } from './certificate-names.ts';
import { type Certificate, certificatesPem, readCertificate } from './certificate-read.ts';
import { decodePem, encodePem, fromFirstBlock, pemBlocks } from './pem-block.ts';

const filterPEM = defineFunction({
  name: 'filterPEM',
  parameters: ['string', 'string'],
  call: ([type, text]) => {
    const wanted = type.toLowerCase();
    let kept = '';
    let rest = fromFirstBlock(text);
    for (let found = decodePem(rest); found !== undefined; found = decodePem(rest)) {
      kept += found.block.type.toLowerCase() === wanted ? encodePem(found.block) : '';
      rest = found.rest;
    }
    if (kept === '' && rest !== '') {
      throw new FunctionError('error filtering pem: found junk');
    }
    return kept;
  },
});

/** The part of a chain, from leaf to root, that a name means; nothing when it has no such part. */
function partOf(chain: readonly Certificate[], part: ByteString): readonly Certificate[] {
  const isRoot = chain.map(isSelfIssued);
  if (part === 'leaf') {
    return isRoot[0] === true ? [] : chain.slice(0, 1);
  }
  if (part === 'root') {
    return isRoot.at(-1) === true ? chain.slice(-1) : [];
  }
  if (part !== 'intermediate') {
    return [];
  }
  const end = isRoot.indexOf(true, 1);
  return chain.slice(1, end < 0 ? chain.length : end);
}

const filterCertChain = defineFunction({
  name: 'filterCertChain',
  parameters: ['string', 'string'],
  call: ([part, text]) => {
    const certificates = [...pemBlocks(text)].map(({ bytes }) => readCertificate(bytes));
    return certificatesPem(partOf(orderChain(certificates), part));
  },
});

const certSANs = defineFunction({
  name: 'certSANs',
  parameters: ['string'],
  call: ([text]) => {
    const found = decodePem(fromFirstBlock(text));
    if (found === undefined) {
      throw new FunctionError('failed to decode PEM block');
    }
    return stringSlice([...subjectNames(parseNamed(found.block.bytes))]);
  },
});

function parseNamed(bytes: Uint8Array): Certificate {
  try {
    return readCertificate(bytes);
  } catch (error) {
    if (error instanceof FunctionError) {
      throw new FunctionError(`failed to parse certificate: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

/** ESO's functions over PEM text and chains of certificates (eso.md 4). */
export const PEM_FUNCTIONS: readonly TemplateFunction[] = [filterPEM, filterCertChain, certSANs];
