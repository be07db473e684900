/** How a backend sees two spellings as one where text alone would not. */
export type KeyFold = 'none' | 'case' | 'dash';

/**
 * What a backend makes of a remote key (admission.md 2.3). `paths` are relative to the store's root, without slashes at the ends; there are
 * several where the text may be understood in several ways: to allow, all of them must be allowed; to deny, one is enough.
 */
export type KeyReading =
  | {
      readonly ok: true;
      readonly paths: readonly string[];
      /** It leaves the store's root: an ARN, a full resource name, another namespace. */
      readonly absolute: boolean;
      readonly fold: KeyFold;
    }
  | { readonly ok: false; readonly problem: string };

/** What lies below a find's `path`: a folder from the store's root, or everything. */
export type FindScope = { readonly folders: readonly string[] } | 'everything';

export function plain(...paths: readonly string[]): KeyReading {
  return { ok: true, paths, absolute: false, fold: 'none' };
}

export function absolute(...paths: readonly string[]): KeyReading {
  return { ok: true, paths, absolute: true, fold: 'none' };
}

export function unreadable(problem: string): KeyReading {
  return { ok: false, problem };
}

/** Text as the fold sees it. */
export function foldKey(fold: KeyFold, text: string): string {
  switch (fold) {
    case 'none':
      return text;
    case 'case':
      return text.toLowerCase();
    case 'dash':
      return text.replaceAll('-', '_');
  }
}
