import { printed } from '../fmt/index.ts';
import {
  type Budget,
  type ByteString,
  fromBytes,
  GoSlice,
  type GoValue,
  kindName,
} from '../value/index.ts';

/** A value as a text, as most of Sprig's functions take it: strings and bytes as they are, others as %v prints them. */
export function textOf(value: GoValue, budget: Budget): ByteString {
  if (typeof value === 'string') {
    return value;
  }
  const bytes = bytesOf(value);
  return bytes ?? printed(value, budget);
}

/** The content of a []uint8; undefined for everything else. */
export function bytesOf(value: GoValue): ByteString | undefined {
  if (!(value instanceof GoSlice) || value.elementType !== 'uint8') {
    return undefined;
  }
  return fromBytes(Uint8Array.from(value.items, byteOf));
}

function byteOf(item: GoValue): number {
  return typeof item === 'object' && item !== null && 'value' in item ? Number(item.value) : 0;
}

/** What a list holds as texts, without its nils; a single value is a list of one, nil of none. */
export function textsOf(value: GoValue, budget: Budget): ByteString[] {
  if (value instanceof GoSlice) {
    budget.spend(value.items.length);
    return value.items.filter((item) => item !== null).map((item) => textOf(item, budget));
  }
  return kindName(value) === 'invalid' ? [] : [textOf(value, budget)];
}
