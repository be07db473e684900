import { ACCESS_CONFIG_NAME, type RawObject } from '../api/index.ts';
import { compilePolicies } from './compile.ts';
import type { CompiledPolicies } from './compiled.ts';

/** The policies in force. Compiled when they are next asked for, so that a list of many is compiled once. */
export interface PolicySet {
  readonly putPolicy: (key: string, object: RawObject) => void;
  readonly dropPolicy: (key: string) => void;
  readonly putConfig: (key: string, object: RawObject) => void;
  readonly dropConfig: (key: string) => void;
  readonly inForce: () => CompiledPolicies;
  /** As they are stored. */
  readonly stored: () => readonly RawObject[];
  readonly storedConfig: () => RawObject | undefined;
}

const CONFIG_KEY = `/${ACCESS_CONFIG_NAME}`;

/** `onChange` is called after each change, before anything is compiled. */
export function createPolicySet(onChange: () => void): PolicySet {
  const policies = new Map<string, RawObject>();
  let config: RawObject | undefined;
  let compiled = compilePolicies([], undefined);
  let isCurrent = true;

  function changed(): void {
    isCurrent = false;
    onChange();
  }
  function setConfig(key: string, object: RawObject | undefined): void {
    if (key === CONFIG_KEY) {
      config = object;
      changed();
    }
  }

  return {
    putPolicy(key, object) {
      policies.set(key, object);
      changed();
    },
    dropPolicy(key) {
      policies.delete(key);
      changed();
    },
    putConfig: setConfig,
    dropConfig(key) {
      setConfig(key, undefined);
    },
    inForce() {
      if (!isCurrent) {
        compiled = compilePolicies([...policies.values()], config, compiled);
        isCurrent = true;
      }
      return compiled;
    },
    stored: () => [...policies.values()],
    storedConfig: () => config,
  };
}
