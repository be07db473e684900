/** Backend `fake`: values written in the store itself (eso.md 5.12). */
export interface FakeBackend {
  readonly data: readonly FakeEntry[];
  /** 0 ready, 1 unknown, 2 error. */
  readonly validationResult?: number;
}

export interface FakeEntry {
  readonly key: string;
  readonly value: string;
  readonly version?: string;
}
