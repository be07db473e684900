import { AppError, toAppError } from '../../runtime/index.ts';

/** A lost race is tried again at once, this often; more means that two writers fight. */
const MAX_TRIES = 5;

function isLostRace(error: unknown): boolean {
  return error instanceof AppError && error.code === 'KUBE_CONFLICT';
}

/** Reads, decides and writes anew while another writer was faster. */
export async function retryLostRaces<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries >= MAX_TRIES || !isLostRace(error)) {
        throw error;
      }
    }
  }
}

const SAID = ['SINK_CONFLICT', 'SINK_FAILED', 'ABORTED', 'INTERNAL'];

/** A refusal of the API server as SINK_FAILED: ESO's words, then the cause. A fault that says so itself stays as it is. */
export async function saying<Result>(words: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const fault = toAppError(error);
    if (SAID.includes(fault.code)) {
      throw fault;
    }
    throw new AppError('SINK_FAILED', `${words}: ${fault.message}`, {
      cause: fault.cause ?? fault,
      ...(fault.retryAfterMs === undefined ? {} : { retryAfterMs: fault.retryAfterMs }),
    });
  }
}
