/** A package that is loaded only when a template needs it, since a sidecar pays for what it loads. */
export interface LateModule<Module> {
  readonly load: () => Promise<void>;
  /** The module; a call before load() ended is a bug. */
  get(): Module;
}

/** `load` is an `() => import('name')`, so that the package is in a chunk of its own. */
export function lateModule<Module>(load: () => Promise<Module>): LateModule<Module> {
  let loaded: { readonly module: Module } | undefined;
  return {
    load: async () => {
      loaded ??= { module: await load() };
    },
    get: () => {
      if (loaded === undefined) {
        throw new Error('a function of templates was called before it was prepared');
      }
      return loaded.module;
    },
  };
}
