import type { composeController } from '../../controller/index.ts';
import type { composeSidecar } from '../../sidecar/index.ts';
import type { composeWebhook } from '../../webhook/index.ts';

/** The processes the quick start is made of, each by the function its image starts it with. */
export interface Parts {
  readonly composeWebhook: typeof composeWebhook;
  readonly composeController: typeof composeController;
  readonly composeSidecar: typeof composeSidecar;
  /** How long the quick start waits for any one thing before it says that it does not come. */
  readonly patienceMs: number;
}
