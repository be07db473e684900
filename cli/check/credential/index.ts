import { quote } from '../../../core/api/index.ts';
import type { CrossFinding } from '../../finding.ts';
import type { Manifest } from '../manifest.ts';
import { isPlaceholder, looksRandom, namesSecret } from './guess.ts';
import { credentialPlaces, type Place } from './places.ts';
import { tokenShape } from './token-shape.ts';

const REMEDY = {
  secret: 'Keep it in a backend and deliver it by an ExternalSecret',
  literal: 'Read it from a Secret (valueFrom.secretKeyRef) that an ExternalSecret delivers',
} as const;

function suspicion({
  name,
  text,
  of,
}: Place): Pick<CrossFinding, 'severity' | 'message'> | undefined {
  if (isPlaceholder(text)) {
    return undefined;
  }
  const shape = tokenShape(text);
  if (shape !== undefined) {
    return { severity: 'error', message: `${quote(name)} holds ${shape}` };
  }
  if (looksRandom(text)) {
    return of === 'secret' || namesSecret(name)
      ? { severity: 'warning', message: `${quote(name)} holds what looks like a credential` }
      : undefined;
  }
  return of === 'literal' && namesSecret(name)
    ? {
        severity: 'warning',
        message: `${quote(name)} is named like a secret and written in the open`,
      }
    : undefined;
}

export { tokenShape } from './token-shape.ts';

/** Credentials that stand in the manifest itself, where every reader of the repository has them. The value is never said. */
export function credentialFindings(manifest: Manifest): readonly CrossFinding[] {
  return credentialPlaces(manifest).flatMap((place) => {
    const found = suspicion(place);
    return found === undefined
      ? []
      : [
          {
            id: 'SPA-X004',
            severity: found.severity,
            path: place.path,
            message: `${found.message}. ${REMEDY[place.of]}`,
          },
        ];
  });
}
