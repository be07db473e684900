import type { IncomingMessage } from 'node:http';
import { AppError } from '../core/runtime/index.ts';

/** How many bytes of bodies there is room for, all requests together. */
export interface BodyRoom {
  /** False when there is not that much left. */
  take(bytes: number): boolean;
  give(bytes: number): void;
}

export function createBodyRoom(limit: number): BodyRoom {
  let taken = 0;
  return {
    take(bytes) {
      const fits = taken + bytes <= limit;
      taken += fits ? bytes : 0;
      return fits;
    },
    give(bytes) {
      taken -= bytes;
    },
  };
}

/** The body, whose bytes are taken from the room until the reader gives them back; or why it was not kept. */
export type ReadBody = Uint8Array | 'too large' | 'no room';

/**
 * Reads a body to its end, also one that is not kept: a refusal sent earlier would be lost in a reset connection. The
 * server's requestTimeout bounds it. ABORTED when the other side goes away.
 */
export async function readBody(
  request: IncomingMessage,
  limit: number,
  room: BodyRoom,
): Promise<ReadBody> {
  let chunks: Buffer[] = [];
  let length = 0;
  let refusal: 'too large' | 'no room' | undefined;

  function refuse(reason: 'too large' | 'no room'): void {
    refusal = reason;
    chunks = [];
    room.give(length);
    length = 0;
  }
  function keep(chunk: Buffer): void {
    if (refusal !== undefined) {
      return;
    }
    if (length + chunk.length > limit) {
      refuse('too large');
    } else if (room.take(chunk.length)) {
      length += chunk.length;
      chunks.push(chunk);
    } else {
      refuse('no room');
    }
  }

  return new Promise((resolve, reject) => {
    request
      .on('data', keep)
      .on('end', () => {
        const [first] = chunks;
        const whole = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
        resolve(refusal ?? whole);
      })
      .on('error', () => undefined) // 'close' follows
      .on('close', () => {
        if (!request.complete) {
          refuse('no room');
          reject(new AppError('ABORTED', 'the caller went away before its body was whole'));
        }
      });
  });
}
