import { ESO_GROUP, type ExternalSecret, type RawObject, STORED_VERSION } from '../../api/index.ts';
import { AppError } from '../../runtime/index.ts';
import type { LiveSecret } from './live-secret.ts';

function isController(reference: RawObject): boolean {
  return reference['controller'] === true;
}

function isExternalSecret(reference: RawObject): boolean {
  const { apiVersion, kind } = reference;
  return (
    kind === 'ExternalSecret' &&
    typeof apiVersion === 'string' &&
    apiVersion.startsWith(`${ESO_GROUP}/`)
  );
}

/** Is the reference to this ExternalSecret? By name, as ESO has it: one made anew adopts its Secret. */
function refersTo(reference: RawObject, externalSecret: ExternalSecret): boolean {
  return isExternalSecret(reference) && reference['name'] === externalSecret.metadata.name;
}

export function isOwnedBy(live: LiveSecret, externalSecret: ExternalSecret): boolean {
  return live.ownerReferences.some(
    (reference) => isController(reference) && refersTo(reference, externalSecret),
  );
}

function describe(reference: RawObject): string {
  return `${String(reference['kind'])} ${JSON.stringify(reference['name'])}`;
}

function refuseOtherOwner(controller: RawObject, externalSecret: ExternalSecret): void {
  if (isExternalSecret(controller)) {
    throw new AppError(
      'SINK_CONFLICT',
      `target is owned by another ExternalSecret: secret is owned by another ExternalSecret: ${String(controller['name'])}; give spec.target.name another name`,
    );
  }
  if (externalSecret.spec.target.creationPolicy === 'Owner') {
    throw new AppError(
      'SINK_CONFLICT',
      `failed to take ownership of target secret: could not set controller reference on secret: it is controlled by ${describe(controller)}; use creationPolicy Merge, or another spec.target.name`,
    );
  }
}

function ownReference(externalSecret: ExternalSecret): RawObject {
  return {
    apiVersion: `${ESO_GROUP}/${STORED_VERSION}`,
    kind: externalSecret.kind,
    name: externalSecret.metadata.name,
    uid: externalSecret.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

/**
 * The owner references a Secret should have: ours under creationPolicy Owner, without ours otherwise (eso.md 3.6).
 * SINK_CONFLICT where another object controls the Secret.
 */
export function planOwnerReferences(
  externalSecret: ExternalSecret,
  live: readonly RawObject[],
): readonly RawObject[] {
  const controller = live.find(isController);
  if (controller !== undefined && !refersTo(controller, externalSecret)) {
    refuseOtherOwner(controller, externalSecret);
  }
  const foreign = live.filter((reference) => !refersTo(reference, externalSecret));
  return externalSecret.spec.target.creationPolicy === 'Owner'
    ? [...foreign, ownReference(externalSecret)]
    : foreign;
}
